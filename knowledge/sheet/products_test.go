package sheet

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/pack"
	"yiwen/knowledge"
)

var update = flag.Bool("update", false, "write the golden files")

// describe writes what was read for people to look at.
func describe(t testing.TB, table *Table) string {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "# %s %s %s %s, %d rows\n", table.Format, table.Product, table.Encoding, table.Sheet, table.Read)
	for _, c := range table.Columns {
		fmt.Fprintf(&b, "# column %s: %s\n", c.Header, c.Field)
	}
	for _, n := range table.Notes {
		fmt.Fprintf(&b, "# %s\n", n)
	}
	for _, r := range table.Rows {
		fmt.Fprintf(&b, "\n# row %d %v\n", r.Line, r.More)
		for _, p := range r.Problems {
			fmt.Fprintf(&b, "# bad: %s\n", p)
		}
		for _, n := range r.Notes {
			fmt.Fprintf(&b, "# note: %s\n", n)
		}
		y, err := pack.EncodeEntries([]knowledge.Entry{r.Entry})
		if err != nil {
			t.Fatal(err)
		}
		b.Write(y)
	}
	return b.String()
}

// TestSheetsOfProducts reads a sheet of every product, told by its columns, and
// again as what it is.
func TestSheetsOfProducts(t *testing.T) {
	files, _ := filepath.Glob("testdata/products/*.[ct]sv")
	if len(files) != len(Products())-1 {
		t.Fatalf("%d sheets for %d products", len(files), len(Products())-1)
	}
	for _, path := range files {
		name := filepath.Base(path)
		product := Product(strings.TrimSuffix(name, filepath.Ext(name)))
		t.Run(string(product), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			table, err := Read(t.Context(), name, data, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if table.Product != product {
				t.Errorf("told to be of %s", table.Product)
			}
			got, golden := describe(t, table), strings.TrimSuffix(path, filepath.Ext(path))+".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			named, err := Read(t.Context(), name, data, Options{Product: product})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(table.Rows, named.Rows); d != "" {
				t.Errorf("named, it is read differently (-told +named):\n%s", d)
			}
		})
	}
}

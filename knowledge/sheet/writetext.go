package sheet

import (
	"bufio"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"golang.org/x/text/encoding/simplifiedchinese"

	"yiwen/bot/pack"
	"yiwen/knowledge"
)

func itoa(n int) string { return strconv.Itoa(n) }

// writeCSV writes with a byte order mark, by which Excel knows UTF-8, or in GBK.
func writeCSV(ctx context.Context, w io.Writer, gbk bool, entries []knowledge.Entry) error {
	buffered := bufio.NewWriterSize(w, 64<<10)
	var out io.Writer = buffered
	var end io.Closer
	if gbk {
		encoder := simplifiedchinese.GB18030.NewEncoder().Writer(buffered)
		out = encoder
		end, _ = encoder.(io.Closer)
	} else {
		buffered.WriteString("\ufeff") // an error shows with Flush
	}
	c := csv.NewWriter(out)
	c.UseCRLF = true
	c.Write(headerRow())
	for i, e := range entries {
		if i%every == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for _, row := range rowsOf(e) {
			c.Write(row)
		}
	}
	c.Flush()
	err := c.Error()
	if err == nil && end != nil {
		err = end.Close()
	}
	if err == nil {
		err = buffered.Flush()
	}
	if err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

func headerRow() []string {
	row := make([]string, len(columns))
	for i, c := range columns {
		row[i] = c.header
	}
	return row
}

// inGBK reports whether GBK has two bytes for r, or one.
func inGBK(r rune) bool {
	if r < 0x80 {
		return true
	}
	_, err := simplifiedchinese.GBK.NewEncoder().String(string(r))
	return err == nil
}

// yamlBlock is how many entries are laid out at once.
const yamlBlock = 64

func writeYAML(ctx context.Context, w io.Writer, entries []knowledge.Entry) error {
	for i := 0; i < len(entries); i += yamlBlock {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		b, err := pack.EncodeEntries(entries[i:min(i+yamlBlock, len(entries))])
		if err != nil {
			return fmt.Errorf("write YAML: %w", err)
		}
		if i > 0 {
			b = append([]byte("\n"), b...)
		}
		if _, err := w.Write(b); err != nil {
			return fmt.Errorf("write YAML: %w", err)
		}
	}
	return nil
}

package store

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"yiwen/bot/chat"
	"yiwen/knowledge"
)

// crashEnv tells the test binary to be the child that is killed: its value is the
// path of the database.
const crashEnv = "YIWEN_STORE_CRASH_CHILD"

// importEnv is likewise, of the child that imports.
const importEnv = "YIWEN_STORE_IMPORT_CHILD"

// imported is how many entries each import of the child has.
const imported = 1500

// TestKillTakesNothingAcknowledged kills a process that writes under load, and
// looks for everything it acknowledged, round after round on the same file.
func TestKillTakesNothingAcknowledged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yiwen.db")
	acked := map[chat.ConversationID]chat.Seq{}
	for round := range 5 {
		killUnderLoad(t, path, 300+400*round, acked)
		s, err := Open(context.Background(), Options{Path: path})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		for id, seq := range acked {
			if err := verify(s, id, seq); err != nil {
				t.Errorf("round %d, conversation %s: %v", round, id, err)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if len(acked) < 5*20 {
		t.Errorf("only %d conversations were begun", len(acked))
	}
}

// killUnderLoad starts a child, kills it after n acks, and adds all acks it gave.
func killUnderLoad(t *testing.T, path string, n int, acked map[chat.ConversationID]chat.Seq) {
	t.Helper()
	for _, line := range killAfter(t, crashEnv+"="+path, n) {
		var id chat.ConversationID
		var seq chat.Seq
		if _, err := fmt.Sscan(line, &id, &seq); err != nil {
			t.Fatalf("the child says %q", line)
		}
		acked[id] = seq
	}
}

// killAfter starts a child with a variable of its environment, kills it after n
// lines, and returns all that it said.
func killAfter(t *testing.T, env string, n int) (said []string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), env)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for {
		if len(said) == n {
			if err := cmd.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
		line, err := lines.ReadString('\n')
		if err != nil {
			break // a last line that is cut off was not acknowledged to anybody
		}
		said = append(said, line)
	}
	if err := cmd.Wait(); err == nil || strings.Contains(err.Error(), "exit status") {
		t.Fatalf("the child was not killed but ended with %v: %s", err, complaint.String())
	}
	return said
}

// crashChild appends under load for ever and says what was acknowledged.
func crashChild(path string) int {
	s, err := Open(context.Background(), Options{Path: path})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			for k := newTalk(); ; {
				if err := k.say(s); err != nil {
					fmt.Fprintln(os.Stderr, err)
					return
				}
				mu.Lock()
				_, err := fmt.Printf("%s %d\n", k.id, k.seq)
				mu.Unlock()
				if err != nil {
					return
				}
			}
		})
	}
	wg.Wait()
	return 1
}

// TestKillLeavesNoHalfOfAnImport kills a process that imports while a customer
// talks, at other moments in each round: what is left are whole imports, and those
// that were acknowledged.
func TestKillLeavesNoHalfOfAnImport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "yiwen.db")
	acked := 0
	for round := range 6 {
		for _, line := range killAfter(t, importEnv+"="+path, 10+7*round) {
			if strings.HasPrefix(line, "import") {
				acked++
			}
		}
		s, err := Open(context.Background(), Options{Path: path})
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		w, err := s.Working(context.Background(), 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(w.Changes); n%imported != 0 || n < acked*imported || len(w.Tips) != n {
			t.Errorf("round %d: %d changes and %d tips after %d imports of %d", round, n, len(w.Tips), acked, imported)
		}
		for _, c := range w.Changes {
			if len(c.Body) < 100 {
				t.Fatalf("round %d: %s says %q", round, c.ID, c.Body)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if acked == 0 {
		t.Error("no import was over")
	}
}

// importChild imports for ever while a customer talks, and says what was
// acknowledged.
func importChild(path string) int {
	s, err := Open(context.Background(), Options{Path: path})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	var mu sync.Mutex
	says := func(what string) bool {
		mu.Lock()
		defer mu.Unlock()
		_, err := fmt.Println(what)
		return err == nil
	}
	go func() {
		for k := newTalk(); k.say(s) == nil && says("turn"); {
		}
	}()
	for {
		edits := importOf(imported)
		prefix := rand.Text()
		for i := range edits {
			edits[i].ID = prefix + edits[i].ID
		}
		a := knowledge.Act{By: "e", At: time.Now(), Step: knowledge.StepImport}
		if clashes, err := s.Edit(context.Background(), a, edits); err != nil || len(clashes) > 0 || !says("import") {
			fmt.Fprintln(os.Stderr, clashes, err)
			return 1
		}
	}
}

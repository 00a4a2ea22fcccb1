package store

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"yiwen/bot/chat"
)

// crashEnv tells the test binary to be the child that is killed: its value is the
// path of the database.
const crashEnv = "YIWEN_STORE_CRASH_CHILD"

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
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashEnv+"="+path)
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
	for i := 0; ; i++ {
		if i == n {
			if err := cmd.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
		line, err := lines.ReadString('\n')
		if err != nil {
			break // a last line that is cut off was not acknowledged to anybody
		}
		var id chat.ConversationID
		var seq chat.Seq
		if _, err := fmt.Sscan(line, &id, &seq); err != nil {
			t.Fatalf("the child says %q", line)
		}
		acked[id] = seq
	}
	if err := cmd.Wait(); err == nil || strings.Contains(err.Error(), "exit status") {
		t.Fatalf("the child was not killed but ended with %v: %s", err, complaint.String())
	}
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

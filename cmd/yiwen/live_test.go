package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yiwen/bot"
	"yiwen/bot/chat"
	"yiwen/bot/pack"
	"yiwen/bot/server/gateway/client"
	"yiwen/knowledge"
)

const (
	liveImports   = 20
	liveCustomers = 6
	liveWithin    = time.Second // the promise: answered from that soon after an import

	liveQuestion = "空间站通行证怎么续期"
)

// TestLiveImport imports changed packs into a running server while customers
// talk. Whoever comes after an import is answered from it, at once, over HTTP and
// on a socket; and no turn fails or goes unanswered on the way.
func TestLiveImport(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a real server")
	}
	p := newProcess(t)
	p.start(t)
	server, err := dialServer(t.Context(), p.data)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var turns atomic.Int64
	var talking sync.WaitGroup
	for i := range liveCustomers {
		talking.Go(func() { talkOn(ctx, t, p, i, &turns) })
	}
	var slowest time.Duration
	var before int64
	for n := range liveImports {
		version, err := server.importPack(t.Context(), livePack(t, n), "")
		done := time.Now()
		if err != nil || version <= before {
			t.Fatalf("import %d: version %d after %d, %v", n, version, before, err)
		}
		before = version
		if got, want := p.welcome(t), liveText(n); got != want {
			t.Errorf("import %d: /api/widget welcomes with %q; want %q", n, got, want)
		}
		if got, err := p.ask(t.Context(), liveQuestion); err != nil || !strings.Contains(got, liveText(n)) {
			t.Errorf("import %d: the bot says %q, %v; want %q", n, got, err, liveText(n))
		}
		slowest = max(slowest, time.Since(done))
	}
	stop()
	talking.Wait()
	if slowest > liveWithin {
		t.Errorf("the slowest import was answered from after %v; want %v", slowest, liveWithin)
	}
	if turns.Load() < liveImports*liveCustomers {
		t.Errorf("only %d turns: the test was no load", turns.Load())
	}
	t.Logf("%d imports, the slowest answered from after %v; %d turns meanwhile", liveImports, slowest, turns.Load())
}

// livePack is the demo content with one entry and one sentence of version n. The
// first and the last have golden questions, for which an import waits until it has
// learned; the others replace a content that is still learning.
func livePack(t *testing.T, n int) []pack.Item {
	t.Helper()
	p, err := pack.Read(os.DirFS(demoPack))
	if err != nil {
		t.Fatal(err)
	}
	if n > 0 && n < liveImports-1 {
		p.Golden = nil
	}
	p.Replies.Welcome = bot.Sentence{liveText(n)}
	for i := range p.Settings.Sites {
		p.Settings.Sites[i].At = nil // it welcomes alike at every hour
	}
	p.Entries = append(p.Entries, knowledge.Entry{ID: "live", Question: liveQuestion, Answer: liveText(n)})
	items, err := p.Items()
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func liveText(n int) string { return fmt.Sprintf("这是第%d次发布的内容。", n) }

// talkOn is one customer after another, each of whom wants an answer. One who
// asks several things within seconds may get one answer to all.
func talkOn(ctx context.Context, t *testing.T, p *process, who int, turns *atomic.Int64) {
	topics := []string{"充值没到账", "怎么退款", "验证码收不到", "卡密无效", "发票怎么开", "忘记登录密码"}
	for n := who; ctx.Err() == nil; n++ {
		if _, err := p.ask(ctx, topics[n%len(topics)]); err != nil {
			if ctx.Err() == nil {
				t.Errorf("%v", err)
			}
			return
		}
		turns.Add(1)
	}
}

// ask returns what the bot answers to the first question of a new customer.
func (p *process) ask(ctx context.Context, text string) (answer string, err error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	c := client.New(client.Options{URL: p.ws("/ws"), Site: "default"})
	defer c.Close()
	said, err := c.Say(ctx, "", text)
	if err != nil {
		return "", fmt.Errorf("say: %w", err)
	}
	err = c.Wait(ctx, func(c *client.Client) bool {
		for _, e := range c.Events("") {
			if m, ok := e.Payload.(chat.Message); ok && e.Seq > said && e.From.Kind == chat.Bot {
				answer = m.Text
				return true
			}
		}
		return false
	})
	if err != nil {
		return "", fmt.Errorf("wait for the answer to %q: %w", text, err)
	}
	if problems := c.Problems(); c.Connects() != 1 || len(problems) > 0 {
		return "", fmt.Errorf("%q took %d connections; problems: %v", text, c.Connects(), problems)
	}
	return answer, nil
}

// welcome asks what a widget shows first.
func (p *process) welcome(t *testing.T) string {
	t.Helper()
	r, err := http.Get("http://" + p.addr + "/api/widget")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var body struct {
		Welcome string `json:"welcome"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		t.Fatal(err)
	}
	return body.Welcome
}

package connect

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// shop is a shop's system: it answers with what next says.
type shop struct {
	calls int
	last  *http.Request
	next  func(*http.Request) (int, string, error)
}

func (s *shop) RoundTrip(r *http.Request) (*http.Response, error) {
	s.calls++
	s.last = r
	code, body, err := s.next(r)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: code, Status: fmt.Sprint(code), Body: io.NopCloser(strings.NewReader(body)), Request: r,
		Header: http.Header{"Location": {"http://elsewhere.example/"}},
	}, nil
}

func (s *shop) answers(code int, body string) {
	s.next = func(*http.Request) (int, string, error) { return code, body, nil }
}

type keys string

func (k keys) ConnectorKey(context.Context, chat.SiteID) ([]byte, error) {
	if k == "" {
		return nil, errors.New("no key")
	}
	return []byte(k), nil
}

func newClient(t *testing.T, k keys) (*Client, *shop) {
	t.Helper()
	c, err := New(Options{URL: "https://shop.example/yiwen", Keys: k, Clock: time.Now, Registerer: prometheus.NewRegistry()})
	if err != nil {
		t.Fatal(err)
	}
	s := &shop{}
	c.http.Transport = s
	return c, s
}

const whole = `{"name":"张伟","level":"黄金会员","vip":true,"registered_at":1647561600,"balance":"¥36.50","later":{"a":1},
	"orders":[{"no":"XK1","title":"点卡","amount":"¥96.50","status":"已完成","at":1700000000,"url":"https://shop.example/o/1"}]}`

func TestAccount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := newClient(t, "key")
		s.answers(200, whole)
		want := chat.Account{
			Name: "张伟", Level: "黄金会员", VIP: true, RegisteredAt: 1647561600000, Balance: "¥36.50",
			Orders: []chat.Order{{No: "XK1", Title: "点卡", Amount: "¥96.50", Status: "已完成", At: 1700000000000, URL: "https://shop.example/o/1"}},
		}
		for range 2 { // the second one is remembered
			got, err := c.Account(t.Context(), "default", "a&site=b")
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Fatal(err, diff)
			}
		}
		if q := s.last.URL.Query(); s.calls != 1 || q.Get("user") != "a&site=b" || q.Get("site") != "default" {
			t.Errorf("%d calls, %v", s.calls, s.last.URL)
		}
		if got, want := s.last.Header.Get(SignatureHeader), Sign([]byte("key"), time.Now(), "default", "a&site=b"); got != want {
			t.Errorf("signed %s, want %s", got, want)
		}
		time.Sleep(keptFor)
		if _, err := c.Account(t.Context(), "default", "a&site=b"); err != nil || s.calls != 2 {
			t.Errorf("after a minute: %d calls, %v", s.calls, err)
		}
		if _, err := c.Account(t.Context(), "other", "a&site=b"); err != nil || s.calls != 3 {
			t.Errorf("at another site: %d calls, %v", s.calls, err)
		}
	})
}

// TestSign holds the signature that shops check; it was worked out with openssl:
// printf 1700000000.default.xk10001 | openssl dgst -sha256 -hmac key
func TestSign(t *testing.T) {
	const want = "t=1700000000,v1=b74f58ba099f7fbf0deb439c40b839efbf1aa6099aecc396967b72ac420ea3e7"
	if got := Sign([]byte("key"), time.Unix(1700000000, 0), "default", "xk10001"); got != want {
		t.Error(got)
	}
}

func TestAccountRefusals(t *testing.T) {
	for name, test := range map[string]struct {
		key   keys
		code  int
		body  string
		err   error
		calls int
		kind  fault.Kind
		text  string
	}{
		"unknown":           {"key", 404, "", nil, 1, fault.NotFound, "商城里没有这位客户的资料"},
		"broken":            {"key", 500, "", nil, 2, fault.Busy, "商城系统暂时没有响应，请稍后再试"},
		"sent elsewhere":    {"key", 302, "", nil, 2, fault.Busy, "商城系统暂时没有响应，请稍后再试"},
		"nobody there":      {"key", 0, "", errors.New("connection refused"), 2, fault.Busy, "商城系统暂时没有响应，请稍后再试"},
		"no JSON":           {"key", 200, "<html>", nil, 2, fault.Busy, "商城系统暂时没有响应，请稍后再试"},
		"more JSON":         {"key", 200, "{}{}", nil, 2, fault.Busy, "商城系统暂时没有响应，请稍后再试"},
		"a key twice":       {"key", 200, `{"name":"a","name":"b"}`, nil, 2, fault.Busy, "商城系统暂时没有响应，请稍后再试"},
		"another type":      {"key", 200, `{"orders":"none"}`, nil, 2, fault.Busy, "商城系统暂时没有响应，请稍后再试"},
		"milliseconds":      {"key", 200, `{"registered_at":1647561600000000}`, nil, 2, fault.Busy, "商城系统暂时没有响应，请稍后再试"},
		"not UTF-8":         {"key", 200, "{\"name\":\"\xff\"}", nil, 2, fault.Busy, "商城系统暂时没有响应，请稍后再试"},
		"more than we read": {"key", 200, `{"name":"` + strings.Repeat("a", maxAnswer) + `"}`, nil, 2, fault.Busy, "商城系统暂时没有响应，请稍后再试"},
		"no key":            {"", 200, whole, nil, 0, fault.Internal, "?"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c, s := newClient(t, test.key)
				s.next = func(*http.Request) (int, string, error) { return test.code, test.body, test.err }
				_, err := c.Account(t.Context(), "default", "u")
				if fault.KindOf(err) != test.kind || fault.Text(err, "?") != test.text || s.calls != test.calls {
					t.Errorf("%v (%s) after %d calls", err, fault.KindOf(err), s.calls)
				}
			})
		})
	}
}

func TestSlowShop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := newClient(t, "key")
		s.next = func(r *http.Request) (int, string, error) {
			<-r.Context().Done()
			return 0, "", r.Context().Err()
		}
		start := time.Now()
		_, err := c.Account(t.Context(), "default", "u")
		if took := time.Since(start); !fault.Is(err, fault.Busy) || took > callTime {
			t.Errorf("%v after %v", err, took)
		}
	})
}

// TestShopThatIsDown is left alone until its time has passed.
func TestShopThatIsDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := newClient(t, "key")
		s.answers(503, "")
		for i := range 20 {
			if _, err := c.Account(t.Context(), "default", fmt.Sprint(i)); !fault.Is(err, fault.Busy) {
				t.Fatal(err)
			}
		}
		if s.calls > breakOf {
			t.Errorf("asked %d times", s.calls)
		}
		s.answers(200, "{}")
		if _, err := c.Account(t.Context(), "default", "u"); err == nil {
			t.Error("asked at once")
		}
		time.Sleep(breakFor)
		if _, err := c.Account(t.Context(), "default", "u"); err != nil {
			t.Errorf("it is back, but: %v", err)
		}
	})
}

// TestUnknownCustomersAreNoFailure: a shop that knows few of them is not down.
func TestUnknownCustomersAreNoFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, s := newClient(t, "key")
		s.answers(404, "")
		for i := range 30 {
			if _, err := c.Account(t.Context(), "default", fmt.Sprint(i)); !fault.Is(err, fault.NotFound) {
				t.Fatal(err)
			}
		}
	})
}

func TestDecodeBounds(t *testing.T) {
	long := strings.Repeat("长", 500)
	a, err := decode([]byte(`{"name":"` + long + `","level":"a\nb\u0000c","orders":[` + strings.Repeat(`{"url":"javascript:alert(1)"},`, 80) + `{}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if n := len([]rune(a.Name)); n != maxLine || a.Level != "a b c" || len(a.Orders) != maxOrders || a.Orders[0].URL != "" {
		t.Errorf("%d runes, %q, %d orders, %q", n, a.Level, len(a.Orders), a.Orders[0].URL)
	}
}

func TestCheckURL(t *testing.T) {
	for address, ok := range map[string]bool{
		"https://shop.example/yiwen": true, "http://127.0.0.1:8081": true,
		"": false, "shop.example": false, "ftp://shop.example": false, "https://": false, "https://a?x=1": false,
		"https://a/#x": false, "https://me:secret@a/": false, "https://a b/": false,
	} {
		if _, err := CheckURL(address); (err == nil) != ok {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	if _, err := New(Options{URL: "https://shop.example"}); err == nil {
		t.Error("no options are enough")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte(`{"orders":[{"url":"https://a/\u202e"}],"registered_at":-1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := decode(b)
		if err != nil {
			return
		}
		for _, o := range a.Orders {
			if o.URL != "" && !strings.HasPrefix(o.URL, "http") || o.At < 0 || len([]rune(o.Title)) > maxLine {
				t.Fatalf("%+v", o)
			}
		}
	})
}

package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
	"yiwen/bot/server/connect"
)

// demoShop is what a shop has to do for Yiwen, on one page: it signs who its
// customers are, and answers questions about them. Its customers are made up.
type demoShop struct {
	key    []byte
	clock  func() time.Time
	logger *slog.Logger
}

// demoIdentityFor is how long a signed identity holds: as long as a page is open.
const demoIdentityFor = 2 * time.Hour

// demoSkew is how old a question may be before it counts as replayed.
const demoSkew = 5 * time.Minute

// demoCustomer is one of the shop's customers. Orders are days old.
type demoCustomer struct {
	user, name, phone, level, balance string
	vip                               bool
	registered                        string // a date
	orders                            []demoOrder
}

type demoOrder struct {
	title, amount, status string
	age                   time.Duration
}

// demoCustomers are the shop's customers.
func demoCustomers() []demoCustomer {
	const hour, day = time.Hour, 24 * time.Hour
	return []demoCustomer{
		{"xk10001", "张伟", "13800001001", "黄金会员", "¥36.50", true, "2022-03-18", []demoOrder{
			{"《星海远征》星币直充 6480 星币", "¥628.00", "充值中", 40 * time.Minute},
			{"话费快充 100 元", "¥99.20", "已完成", 3 * day},
			{"影音会员 年卡", "¥168.00", "已完成", 41 * day},
		}},
		{"xk10002", "李娜", "13900002002", "普通会员", "¥0.00", false, "2026-09-02", []demoOrder{
			{"星际点卡 100 元", "¥96.50", "卡密已发放", 5 * hour},
			{"话费快充 50 元", "¥49.80", "退款中", 2 * day},
		}},
		{"xk10003", "王强", "13700003003", "钻石会员", "¥1,280.00", true, "2019-11-11", []demoOrder{
			{"办公套件 家庭版", "¥298.00", "已完成", 6 * day},
			{"礼品卡 500 元", "¥485.00", "已完成", 9 * day},
			{"《星海远征》星币直充 680 星币", "¥65.90", "充值失败，已退款", 12 * day},
		}},
	}
}

func findDemoCustomer(user string) (demoCustomer, bool) {
	for _, c := range demoCustomers() {
		if c.user == user {
			return c, true
		}
	}
	return demoCustomer{}, false
}

// pages serves what the shop's page asks for, below /demo/.
func (d *demoShop) pages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /demo/identity", d.identity)
	return mux
}

// identity signs one of the demo's customers in: it answers with the JWT that the
// page hands to Yiwen.identify. A real shop does this for whoever its own session
// names, and for nobody else.
func (d *demoShop) identity(w http.ResponseWriter, r *http.Request) {
	c, ok := findDemoCustomer(r.URL.Query().Get("user"))
	if !ok {
		http.Error(w, "没有这位演示会员", http.StatusNotFound)
		return
	}
	now := d.clock()
	token, err := d.sign(map[string]any{
		"sub": c.user, "name": c.name, "phone": c.phone, "level": c.level, "vip": c.vip, "registered_at": c.since(),
		"aud": string(auth.DefaultSite), "iat": now.Unix(), "exp": now.Add(demoIdentityFor).Unix(),
	})
	if err != nil {
		d.logger.Error("sign a demo customer in", "err", err)
		http.Error(w, "服务器出了问题，请稍后再试", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/jwt")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	fmt.Fprint(w, token)
}

// sign makes a JWT (RFC 7519) by HMAC-SHA256: all that a shop needs, in any
// language, without a library.
func (d *demoShop) sign(claims map[string]any) (string, error) {
	body, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	enc := base64.RawURLEncoding
	signed := enc.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + enc.EncodeToString(body)
	mac := hmac.New(sha256.New, d.key)
	mac.Write([]byte(signed))
	return signed + "." + enc.EncodeToString(mac.Sum(nil)), nil
}

// since is when c registered, in Unix seconds.
func (c demoCustomer) since() int64 {
	at, err := time.Parse(time.DateOnly, c.registered)
	if err != nil {
		return 0 // a slip in the table above; nobody is the worse for it
	}
	return at.Unix()
}

// account answers a question about a customer, as connect asks it.
func (d *demoShop) account(w http.ResponseWriter, r *http.Request) {
	site, user := r.URL.Query().Get("site"), r.URL.Query().Get("user")
	if !d.asked(r.Header.Get(connect.SignatureHeader), chat.SiteID(site), user) {
		http.Error(w, "wrong signature", http.StatusForbidden)
		return
	}
	c, ok := findDemoCustomer(user)
	if !ok {
		http.NotFound(w, r)
		return
	}
	type order struct {
		No     string `json:"no"`
		Title  string `json:"title"`
		Amount string `json:"amount"`
		Status string `json:"status"`
		At     int64  `json:"at"`
	}
	now := d.clock()
	orders := make([]order, len(c.orders))
	for i, o := range c.orders {
		at := now.Add(-o.age)
		orders[i] = order{
			No: "XK" + at.Format("20060102") + user[len(user)-4:] + strconv.Itoa(i+1), Title: o.title, Amount: o.amount, Status: o.status, At: at.Unix(),
		}
	}
	w.Header().Set("Content-Type", "application/json")
	// Who asked is gone when this fails.
	_ = json.NewEncoder(w).Encode(map[string]any{
		"name": c.name, "level": c.level, "vip": c.vip, "registered_at": c.since(), "balance": c.balance, "orders": orders,
	})
}

// asked reports whether signature is of a question that we asked a moment ago.
func (d *demoShop) asked(signature string, site chat.SiteID, user string) bool {
	t, _, ok := strings.Cut(strings.TrimPrefix(signature, "t="), ",")
	seconds, err := strconv.ParseInt(t, 10, 64)
	if !ok || err != nil {
		return false
	}
	at := time.Unix(seconds, 0)
	if age := d.clock().Sub(at).Abs(); age > demoSkew {
		return false
	}
	return hmac.Equal([]byte(signature), []byte(connect.Sign(d.key, at, site, user)))
}

// serve answers questions about customers on a port of this machine alone, and
// returns its address, and what ends it.
func (d *demoShop) serve() (url string, stop func() error, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("listen for the demo's shop: %w", err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /account", d.account)
	s := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := s.Serve(l); err != http.ErrServerClosed {
			d.logger.Error("the demo's shop stopped", "err", err)
		}
	}()
	return "http://" + l.Addr().String() + "/account", func() error {
		err := s.Close()
		<-done
		return err
	}, nil
}

// newDemoShop returns the shop of --demo, which has the key of the default site.
func newDemoShop(ctx context.Context, s secretStore, clock func() time.Time, logger *slog.Logger) (*demoShop, error) {
	key, err := siteKey(ctx, s, keyChange{Site: auth.DefaultSite})
	if err != nil {
		return nil, err
	}
	return &demoShop{key: []byte(key), clock: clock, logger: logger}, nil
}

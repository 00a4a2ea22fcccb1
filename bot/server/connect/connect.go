// Package connect asks the shop's own systems what they know of a customer who
// has signed in: his name, his level, his orders.
//
// What it promises: a call takes at most a little over two seconds, whatever the
// shop does; an answer is at most 256 KiB, of the one shape below, and every text in
// it is bounded; a shop that is down is left alone for a while, so that nobody
// waits for it again and again; an answer is kept for a minute. Errors have a
// Chinese sentence for the desk.
//
// What it does not do: it changes nothing in the shop, follows no redirects (the
// signature is for one address), and keeps nothing on a disk.
//
// The shop is asked with
//
//	GET <url>?site=default&user=xk10001
//	Yiwen-Signature: t=<unix seconds>,v1=<hex of HMAC-SHA256 of "t.site.user">
//
// under the key of the site, and answers 200 with
//
//	{"name", "level", "vip", "registered_at", "balance",
//	 "orders": [{"no", "title", "amount", "status", "at", "url"}]}
//
// where every field may be missing and times are Unix seconds; or 404 where it does
// not know the customer.
//
// A Client is safe for concurrent use. It starts no goroutine that outlives a call.
package connect

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/circuitbreaker"
	"github.com/failsafe-go/failsafe-go/retrypolicy"
	"github.com/hashicorp/golang-lru/v2"
	"github.com/prometheus/client_golang/prometheus"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

const (
	// callTime is how long one customer's page waits for the shop, tries included.
	callTime = 2 * time.Second
	// tryTime is how long one try takes at most, so that there is time for a second.
	tryTime = 1500 * time.Millisecond
	// maxAnswer bounds an answer, in bytes.
	maxAnswer = 256 << 10
	// keptAnswers and keptFor bound the cache: one page asks when it is opened, and
	// again whenever somebody comes back to it.
	keptAnswers, keptFor = 4096, time.Minute
	// Of the last ten calls five fail: the shop is left alone for so long.
	breakAfter, breakOf, breakFor = 5, 10, 20 * time.Second
	// SignatureHeader carries the signature of a call.
	SignatureHeader = "Yiwen-Signature"
)

// Keys gives the key that calls of a site are signed with.
type Keys interface {
	// ConnectorKey returns it, drawing one where there is none.
	ConnectorKey(ctx context.Context, site chat.SiteID) ([]byte, error)
}

// Options are what New needs; all are required.
type Options struct {
	URL        string // of the shop's endpoint, http or https, without a query
	Keys       Keys
	Clock      func() time.Time
	Registerer prometheus.Registerer
}

// Client asks one shop system.
type Client struct {
	url   *url.URL
	keys  Keys
	clock func() time.Time
	http  *http.Client
	calls failsafe.Executor[*chat.Account]
	kept  *lru.Cache[customer, answer]
	count *prometheus.CounterVec
}

// customer is who is asked about.
type customer struct {
	site chat.SiteID
	user string
}

// answer is an account, as of a time.
type answer struct {
	account chat.Account
	at      time.Time
}

// New returns a Client. It asks nobody yet. Its error says what is wrong with an
// option.
func New(o Options) (*Client, error) {
	u, err := CheckURL(o.URL)
	if err != nil {
		return nil, err
	}
	if o.Keys == nil || o.Clock == nil || o.Registerer == nil {
		return nil, errors.New("connect: all options are required")
	}
	kept, err := lru.New[customer, answer](keptAnswers)
	if err != nil {
		return nil, fmt.Errorf("make room for answers of the shop: %w", err)
	}
	c := &Client{
		url: u, keys: o.Keys, clock: o.Clock, kept: kept, calls: policies(),
		http: &http.Client{
			// One shop: its connections are few, and idle ones are given up soon.
			Transport: &http.Transport{
				Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: 4, MaxConnsPerHost: 32, IdleConnTimeout: 30 * time.Second,
				MaxResponseHeaderBytes: 16 << 10, TLSHandshakeTimeout: tryTime,
			},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		count: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "yiwen_shop_calls_total", Help: "Questions to the shop's systems, by outcome.",
		}, []string{"outcome"}),
	}
	if err := o.Registerer.Register(c.count); err != nil {
		return nil, fmt.Errorf("register the metrics of shop calls: %w", err)
	}
	return c, nil
}

// Close gives up idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// CheckURL returns the address of a shop's endpoint, or what is wrong with it.
func CheckURL(s string) (*url.URL, error) {
	u, err := url.Parse(s)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%q is not a URL", s)
	case u.Scheme != "https" && u.Scheme != "http" || u.Host == "":
		return nil, fmt.Errorf("%q is not a URL like https://shop.example/yiwen", s)
	case u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return nil, fmt.Errorf("%q has a query, a fragment or a password; only the address belongs there", s)
	}
	return u, nil
}

// policies are how failures are dealt with: one more try, and none at all while
// the shop seems to be down. What the shop says for good (that it does not know
// somebody) is no failure.
func policies() failsafe.Executor[*chat.Account] {
	retry := retrypolicy.NewBuilder[*chat.Account]().
		HandleIf(func(_ *chat.Account, err error) bool { return failed(err) && !errors.Is(err, circuitbreaker.ErrOpen) }).
		WithMaxRetries(1).WithDelay(50 * time.Millisecond).Build()
	breaker := circuitbreaker.NewBuilder[*chat.Account]().
		HandleIf(func(_ *chat.Account, err error) bool { return failed(err) }).
		WithFailureThresholdRatio(breakAfter, breakOf).WithDelay(breakFor).Build()
	return failsafe.With[*chat.Account](retry, breaker)
}

// failed reports whether err is the shop's failure, as against its answer or the
// end of who asked.
func failed(err error) bool {
	return err != nil && !fault.Is(err, fault.NotFound) && !errors.Is(err, context.Canceled)
}

// Account returns what the shop knows of a user, at most a minute old. Errors are
// a fault.NotFound where the shop does not know him, fault.Busy where it does not
// answer, both with a Chinese text, or Internal.
func (c *Client) Account(ctx context.Context, site chat.SiteID, user string) (chat.Account, error) {
	who := customer{site, user}
	if a, ok := c.kept.Get(who); ok && c.clock().Sub(a.at) < keptFor {
		c.count.WithLabelValues("kept").Inc()
		return a.account, nil
	}
	key, err := c.keys.ConnectorKey(ctx, site)
	if err != nil {
		return chat.Account{}, fmt.Errorf("read the key of the shop's endpoint: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	a, err := c.calls.WithContext(ctx).GetWithExecution(func(failsafe.Execution[*chat.Account]) (*chat.Account, error) {
		return c.call(ctx, who, key)
	})
	switch {
	case fault.Is(err, fault.NotFound):
		c.count.WithLabelValues("unknown").Inc()
		return chat.Account{}, err
	case errors.Is(err, circuitbreaker.ErrOpen):
		c.count.WithLabelValues("left_alone").Inc()
		return chat.Account{}, fault.Wrap(err, fault.Busy, "商城系统暂时没有响应，请稍后再试")
	case err != nil:
		c.count.WithLabelValues("failed").Inc()
		return chat.Account{}, fault.Wrap(err, fault.Busy, "商城系统暂时没有响应，请稍后再试")
	}
	c.count.WithLabelValues("answered").Inc()
	c.kept.Add(who, answer{*a, c.clock()})
	return *a, nil
}

// call asks the shop once.
func (c *Client) call(ctx context.Context, who customer, key []byte) (*chat.Account, error) {
	ctx, cancel := context.WithTimeout(ctx, tryTime)
	defer cancel()
	u := *c.url
	u.RawQuery = url.Values{"site": {string(who.site)}, "user": {who.user}}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("make the question to the shop: %w", err)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set(SignatureHeader, Sign(key, c.clock(), who.site, who.user))
	res, err := c.http.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask the shop: %w", err)
	}
	defer res.Body.Close() // it was only read
	switch res.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return nil, fault.New(fault.NotFound, "商城里没有这位客户的资料")
	default:
		return nil, fmt.Errorf("ask the shop: it answered %s", res.Status)
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the shop's answer: %w", err)
	case len(body) > maxAnswer:
		return nil, fmt.Errorf("the shop's answer has more than %d bytes", maxAnswer)
	}
	return decode(body)
}

// Sign returns the value of SignatureHeader for a call at a time.
func Sign(key []byte, at time.Time, site chat.SiteID, user string) string {
	t := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", t, site, user)
	return "t=" + t + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/pack"
)

const (
	// maxControl bounds a request, in bytes: a content pack is the largest.
	maxControl = 128 << 20
	// folderWait is how long a command waits for a folder whose holder does not
	// answer: a server that is starting, or another command at work.
	folderWait  = 5 * time.Second
	folderRetry = 100 * time.Millisecond
)

// importing asks for an import.
type importing struct {
	Items    []pack.Item `json:"items"`
	Override string      `json:"override,omitempty"`
}

// versionReply answers an import.
type versionReply struct {
	Version int64 `json:"version"`
}

// keyReply answers a question for a key.
type keyReply struct {
	Key string `json:"key"`
}

// controlError is how an error travels.
type controlError struct {
	Kind fault.Kind `json:"kind"`
	Text string     `json:"text"`
}

// newControl returns what answers the operator's commands on the control
// socket: whoever can open the socket may do everything. Errors travel to the
// command that caused them; nothing is logged.
func newControl(o office) http.Handler {
	mux := http.NewServeMux()
	answer(mux, "POST /import", func(ctx context.Context, in importing) (versionReply, error) {
		v, err := o.importPack(ctx, in.Items, in.Override)
		return versionReply{v}, err
	})
	answer(mux, "POST /export", func(ctx context.Context, _ struct{}) ([]pack.Item, error) {
		return o.exportPack(ctx)
	})
	answer(mux, "POST /staff/list", func(ctx context.Context, _ struct{}) ([]chat.Staff, error) {
		return o.staff(ctx)
	})
	answer(mux, "POST /staff/change", func(ctx context.Context, c staffChange) (struct{}, error) {
		return struct{}{}, o.changeStaff(ctx, c)
	})
	answer(mux, "POST /identity-key", func(ctx context.Context, c keyChange) (keyReply, error) {
		key, err := o.identityKey(ctx, c)
		return keyReply{key}, err
	})
	return mux
}

// answer mounts one operation: JSON in, JSON out.
func answer[In, Out any](mux *http.ServeMux, route string, f func(context.Context, In) (Out, error)) {
	mux.HandleFunc(route, func(w http.ResponseWriter, r *http.Request) {
		var in In
		var out any
		err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxControl)).Decode(&in)
		if err != nil {
			err = fault.New(fault.Invalid, "read the request: %w", err)
		} else {
			out, err = f(r.Context(), in)
		}
		if err != nil {
			w.WriteHeader(http.StatusUnprocessableEntity)
			out = controlError{fault.KindOf(err), err.Error()}
		}
		// Who asked is gone when this fails; what was done stays done.
		_ = json.NewEncoder(w).Encode(out)
	})
}

// remote is an office behind a control socket.
type remote struct{ http *http.Client }

var _ office = (*remote)(nil)

// dialServer returns the office of the server that runs in a data folder, or an
// error when none answers.
func dialServer(ctx context.Context, dir string) (*remote, error) {
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		path, done, err := shortPath(filepath.Join(dir, socketName))
		if err != nil {
			return nil, err
		}
		defer done()
		var d net.Dialer
		return d.DialContext(ctx, "unix", path)
	}
	c, err := dial(ctx, "", "")
	if err != nil {
		return nil, err
	}
	if err := c.Close(); err != nil {
		return nil, err
	}
	return &remote{&http.Client{Transport: &http.Transport{DialContext: dial, DisableKeepAlives: true}}}, nil
}

// call sends in to an operation and reads its answer into out.
func (r *remote) call(ctx context.Context, path string, in, out any) error {
	b, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("encode the request to the server: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://yiwen"+path, bytes.NewReader(b))
	if err != nil {
		return fmt.Errorf("make the request to the server: %w", err)
	}
	res, err := r.http.Do(req)
	if err != nil {
		return fmt.Errorf("ask the running server: %w", err)
	}
	defer res.Body.Close()
	body := json.NewDecoder(io.LimitReader(res.Body, maxControl))
	if res.StatusCode != http.StatusOK {
		var e controlError
		if err := body.Decode(&e); err != nil {
			return fmt.Errorf("the running server refused with status %s", res.Status)
		}
		return &fault.Error{Kind: e.Kind, Text: e.Text}
	}
	if err := body.Decode(out); err != nil {
		return fmt.Errorf("read the answer of the running server: %w", err)
	}
	return nil
}

// importPack implements office.
func (r *remote) importPack(ctx context.Context, items []pack.Item, override string) (int64, error) {
	var v versionReply
	err := r.call(ctx, "/import", importing{items, override}, &v)
	return v.Version, err
}

// exportPack implements office.
func (r *remote) exportPack(ctx context.Context) (items []pack.Item, err error) {
	err = r.call(ctx, "/export", struct{}{}, &items)
	return items, err
}

// staff implements office.
func (r *remote) staff(ctx context.Context) (list []chat.Staff, err error) {
	err = r.call(ctx, "/staff/list", struct{}{}, &list)
	return list, err
}

// changeStaff implements office.
func (r *remote) changeStaff(ctx context.Context, c staffChange) error {
	return r.call(ctx, "/staff/change", c, &struct{}{})
}

// identityKey implements office.
func (r *remote) identityKey(ctx context.Context, c keyChange) (string, error) {
	var k keyReply
	err := r.call(ctx, "/identity-key", c, &k)
	return k.Key, err
}

// withOffice calls f with the office of the data folder dir: that of the server
// which runs there, or one of its own over the locked folder. While the holder
// of the lock does not answer it tries again for folderWait.
func (a *app) withOffice(dir, command string, f func(office) error) error {
	ctx, cancel := context.WithTimeout(a.ctx, folderWait)
	defer cancel()
	for {
		folder, err := openFolder(dir, command)
		if err == nil {
			return a.withStore(folder, f)
		}
		if !fault.Is(err, fault.Conflict) {
			return err
		}
		if server, dialErr := dialServer(ctx, dir); dialErr == nil {
			return f(server)
		}
		select {
		case <-ctx.Done():
			return errors.Join(err, a.ctx.Err())
		case <-time.After(folderRetry):
		}
	}
}

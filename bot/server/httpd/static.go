package httpd

import (
	"net/http"
	"strings"

	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
)

// How long browsers keep what they got. Hashed names change with their
// content; pages and the loader are asked for again, and mostly answered 304.
const (
	cacheForEver = "public, max-age=31536000, immutable"
	cacheBriefly = "public, max-age=300"
	cacheAsk     = "no-cache"
)

// static adds the routes of the browser's files to mux.
func (s *server) static(mux *http.ServeMux) {
	mux.HandleFunc("GET /yiwen.js", s.loader(&tints{}))
	mux.HandleFunc("GET /chat/{$}", s.chat)
	mux.HandleFunc("GET /chat/assets/", s.hashed)
	mux.HandleFunc("GET /console/assets/", s.hashed)
	mux.HandleFunc("GET /console/preview", s.preview)
	mux.HandleFunc("GET /console/", s.console)
	mux.HandleFunc("GET /desk/", s.console)
	mux.HandleFunc("GET /{$}", s.front)
	if s.Demo {
		for _, name := range []string{"recharge", "cards"} {
			mux.HandleFunc("GET /demo/"+name, s.shopPage("demo/"+name+".html"))
		}
		mux.HandleFunc("GET /demo/assets/", s.hashed)
		if s.DemoShop != nil {
			mux.Handle("GET /demo/", s.DemoShop)
		}
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		page(w, http.StatusNotFound, "没有这个页面", "请检查网址。")
	})
}

// chat serves the page in the frame. Which pages may hold the frame is the
// site's to say; our own may always (the demo shop, and the full page).
func (s *server) chat(w http.ResponseWriter, r *http.Request) {
	id := chat.SiteID(r.URL.Query().Get("site"))
	if id == "" {
		id = auth.DefaultSite
	}
	site, err := s.Auth.Site(id)
	if err != nil {
		page(w, http.StatusNotFound, "没有这个站点", "链接或客服代码里的站点编号（site）不在服务器的设置里。")
		return
	}
	pageHeaders(w, policy{ownPictures: true, frameAncestors: append([]string{"'self'"}, site.Origins...)})
	s.send(w, r, "chat/index.html", cacheAsk)
}

// console serves the application of agents and editors, under any path of its
// own: it finds its way by itself.
func (s *server) console(w http.ResponseWriter, r *http.Request) {
	// Ant Design writes its styles into the page.
	pageHeaders(w, policy{inlineStyle: true})
	w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
	s.send(w, r, "console/index.html", cacheAsk)
}

// preview serves the page that stands for a shop's where the chat is looked at. Only
// our own pages frame it: it does what the page around it says.
func (s *server) preview(w http.ResponseWriter, r *http.Request) {
	pageHeaders(w, policy{ownPictures: true, frameAncestors: []string{"'self'"}})
	s.send(w, r, "console/setup/preview.html", cacheAsk)
}

// front serves "/": the sample shop, or a word about what this is.
func (s *server) front(w http.ResponseWriter, r *http.Request) {
	if !s.Demo {
		page(w, http.StatusOK, "一问 Yiwen", `这里是在线客服服务器。坐席请前往 <a href="/desk/">工作台</a>，编辑请前往 <a href="/console/">知识库</a>。`)
		return
	}
	s.shopPage("demo/index.html")(w, r)
}

// shopPage serves a page of the sample shop.
func (s *server) shopPage(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		pageHeaders(w, policy{inlineStyle: true}) // old browsers take the loader's style only so
		s.send(w, r, name, cacheAsk)
	}
}

// hashed serves a file whose name changes with its content.
func (s *server) hashed(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	if _, ok := s.files[name]; !ok {
		// After an upgrade old pages ask for what is gone. Never a page in
		// place of a script, and nothing that is kept.
		plain(w, http.StatusNotFound, "not found")
		return
	}
	s.send(w, r, name, cacheForEver)
}

// send serves the file called name, or says that nothing was built.
func (s *server) send(w http.ResponseWriter, r *http.Request, name, cache string) {
	f, ok := s.files[name]
	if !ok {
		page(w, http.StatusServiceUnavailable, "界面尚未构建",
			"这个程序里没有浏览器端的文件（缺少 "+name+"）。请在源码目录运行 <code>make build</code> 后重新启动。")
		return
	}
	w.Header().Set("Cache-Control", cache)
	f.serve(w, r)
}

// policy is what differs between the pages' Content-Security-Policies.
type policy struct {
	inlineStyle    bool
	ownPictures    bool     // no others: customers' browsers tell no third party where they are
	frameAncestors []string // empty = nobody may frame the page
}

// pageHeaders sets the headers of a page: nothing from third parties but pictures,
// where p has no fewer: editors look at those of the shop's own servers. Nobody
// frames it but whom p names.
func pageHeaders(w http.ResponseWriter, p policy) {
	style, ancestors, pictures := "'self'", "'none'", "'self' data:"
	if !p.ownPictures {
		pictures += " https:"
	}
	if p.inlineStyle {
		style += " 'unsafe-inline'"
	}
	if len(p.frameAncestors) > 0 {
		ancestors = strings.Join(p.frameAncestors, " ")
	} else {
		w.Header().Set("X-Frame-Options", "DENY")
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'self'; img-src "+pictures+"; font-src 'self' data:; style-src "+style+
		"; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors "+ancestors)
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
}

// page answers with a small page of our own. Title and body are HTML from this
// package, never from a request.
func page(w http.ResponseWriter, status int, title, body string) {
	pageHeaders(w, policy{inlineStyle: true})
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// A client that is gone cannot be told, hence no look at the error.
	w.Write([]byte(`<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
		"<title>" + title + `</title><style>body{font:16px/1.7 system-ui,sans-serif;max-width:36rem;margin:18vh auto;padding:0 1.5rem;color:#222}h1{font-size:1.4rem}</style>` +
		"<h1>" + title + "</h1><p>" + body + "</p></html>\n"))
}

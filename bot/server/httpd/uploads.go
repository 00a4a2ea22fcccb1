package httpd

import (
	"context"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/bot/text"
)

// Files is what is known of uploads.
type Files interface {
	// AddFile keeps what is known of an upload.
	AddFile(ctx context.Context, u chat.Upload) error
	// File returns it, or a fault.NotFound.
	File(ctx context.Context, id string) (chat.Attachment, error)
}

// Blobs is the content of uploads.
type Blobs interface {
	// Save reads a file to its end and keeps it when it returns without an error.
	// What is not fit to be kept is a fault.Invalid in Chinese.
	Save(ctx context.Context, name string, r io.Reader) (chat.Attachment, error)
	// SaveFilm does that for who may upload films, too.
	SaveFilm(ctx context.Context, name string, r io.Reader) (chat.Attachment, error)
	// SaveFace does that with a person's picture, of which it keeps a small square.
	SaveFace(ctx context.Context, r io.Reader) (chat.Attachment, error)
	// Open returns the content of an upload, or a fault.NotFound.
	Open(id string) (io.ReadSeekCloser, error)
	// Delete removes the content of an upload; one that is not there is gone already.
	Delete(id string) error
}

const (
	// maxUpload bounds a whole upload, in bytes: the largest file and what
	// multipart puts around it. The file itself is the blob's to measure.
	maxUpload = 10<<20 + 64<<10
	// maxFilm is maxUpload of who may upload films.
	maxFilm = 50<<20 + 64<<10
	// uploadTime is how long an upload may take: ten megabytes over a bad mobile
	// connection. Other requests have far less. filmTime is that of who may upload films.
	uploadTime  = 3 * time.Minute
	filmTime    = 10 * time.Minute
	maxFileName = 100 // runes
	// visitorHeader carries the token of a customer who has no session.
	visitorHeader = "Yiwen-Visitor"
)

// upload is a file as messages, replies and tickets carry it.
type upload struct {
	ID     string `json:"id" doc:"Who knows it can read the file" maxLength:"64"`
	Name   string `json:"name" maxLength:"200"`
	Type   string `json:"type" doc:"Media type, by its content" maxLength:"100"`
	Size   int64  `json:"size" doc:"Bytes"`
	Width  int    `json:"width,omitzero" doc:"Pixels, of pictures"`
	Height int    `json:"height,omitzero" doc:"Pixels, of pictures"`
	URL    string `json:"url,omitempty" maxLength:"200"`
}

func uploadOf(a chat.Attachment) upload {
	return upload{ID: a.ID, Name: a.Name, Type: a.Type, Size: a.Size, Width: a.Width, Height: a.Height, URL: "/files/" + a.ID + a.FilmEnding()}
}

// uploadRoutes mounts the upload beside the operations of api: huma would read a
// whole form before anybody looks at it.
func (s *server) uploadRoutes(api huma.API, mux *http.ServeMux) {
	answer := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[upload](), true, "upload")
	addForm(api, answer, huma.Operation{
		OperationID: "upload", Method: http.MethodPost, Path: "/api/uploads", Tags: []string{"files"},
		Summary: "Upload a file, to be sent with a message afterwards",
		Description: "By staff with their session, by customers with the header Yiwen-Visitor. PNG, JPEG, WebP, GIF, PDF, TXT, ZIP, " +
			"DOCX and XLSX up to 10 MiB; pictures up to 40 megapixels, which are stored without what cameras write into them. " +
			"Of staff also films up to 50 MiB: MP4 (H.264, VP9, AV1) and WebM, whose url ends in .mp4 or .webm.",
		Parameters: []*huma.Param{{
			Name: visitorHeader, In: "header", Description: "The token that the chat got with its welcome", Schema: &huma.Schema{Type: huma.TypeString},
		}},
	}, nil)
	mux.HandleFunc("POST /api/uploads", func(w http.ResponseWriter, r *http.Request) {
		a, err := s.takeUpload(w, r)
		s.answer(w, r, uploadOf(a), err)
	})
}

// addForm describes an operation that takes a file in a form, and the fields of besides.
func addForm(api huma.API, answer *huma.Schema, op huma.Operation, besides map[string]*huma.Schema) {
	fields := map[string]*huma.Schema{"file": {Type: huma.TypeString, Format: "binary"}}
	maps.Copy(fields, besides)
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: &huma.Schema{
		Type: huma.TypeObject, Required: []string{"file"}, Properties: fields,
	}}}}
	op.Responses = map[string]*huma.Response{
		"200":     {Description: "OK", Content: map[string]*huma.MediaType{"application/json": {Schema: answer}}},
		"default": {Description: "Error", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: &huma.Schema{Ref: "#/components/schemas/ErrorModel"}}}},
	}
	api.OpenAPI().AddOperation(&op)
}

// answer answers what took a file in a form.
func (s *server) answer(w http.ResponseWriter, r *http.Request, v any, err error) {
	if err != nil {
		problemOf(r.Context(), s.Logger, err).write(w)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_ = json.MarshalWrite(w, v) // a client that is gone cannot be told
}

// uploader returns who uploads: a customer with his token, or else staff.
func (s *server) uploader(r *http.Request) (by chat.Actor, c chat.ConversationID, err error) {
	if token := r.Header.Get(visitorHeader); token != "" {
		v, err := s.Auth.Visitor(r.Context(), token)
		if err != nil {
			return by, "", err
		}
		return chat.Actor{Kind: chat.Customer, ID: string(v.ID)}, v.Conversation, s.admit(r.Context(), v.ID, v.Conversation)
	}
	m, err := s.Auth.Staff(r)
	if err != nil {
		return by, "", &unauthenticated{err}
	}
	err = s.Auth.May(m, auth.RightDesk, nil)
	if fault.Is(err, fault.Denied) {
		err = s.Auth.May(m, auth.RightKnowledge, nil) // answers have pictures
	}
	return actor(m), "", err
}

// takeUpload reads the one file of a form as it comes in, and keeps it.
func (s *server) takeUpload(w http.ResponseWriter, r *http.Request) (chat.Attachment, error) {
	by, conversation, err := s.uploader(r)
	if err != nil {
		return chat.Attachment{}, err
	}
	if by.Kind == chat.Customer {
		address := s.Auth.Address(r)
		if err := s.rates.address(address); err != nil {
			return chat.Attachment{}, err
		}
		if err := s.rates.upload(address, r.ContentLength); err != nil {
			return chat.Attachment{}, err
		}
	}
	if err := s.rates.uploads.take(by.Sender()+by.ID, 1); err != nil {
		return chat.Attachment{}, err
	}
	save, most, within := s.Blobs.SaveFilm, int64(maxFilm), filmTime
	if by.Kind == chat.Customer {
		save, most, within = s.Blobs.Save, maxUpload, uploadTime
	}
	name, part, err := filePart(w, r, most, within)
	if err != nil {
		return chat.Attachment{}, err
	}
	a, err := save(r.Context(), name, part)
	if err != nil {
		return chat.Attachment{}, broken(err)
	}
	if err := s.Files.AddFile(r.Context(), chat.Upload{Attachment: a, By: by, Conversation: conversation, At: s.now()}); err != nil {
		return chat.Attachment{}, errors.Join(err, s.Blobs.Delete(a.ID))
	}
	return a, nil
}

// takeLarge lets a request have most bytes, and some time for them: the server's own
// limits are for requests of some kilobytes. Where they cannot be changed (HTTP/1.0,
// tests) they hold.
func takeLarge(w http.ResponseWriter, r *http.Request, most int64, within time.Duration) {
	control, until := http.NewResponseController(w), time.Now().Add(within)
	_ = control.SetReadDeadline(until)
	_ = control.SetWriteDeadline(until)
	r.Body = http.MaxBytesReader(w, r.Body, most)
}

// filePart returns the part of a form of at most so many bytes that is the file, and
// its name, to be read within some time.
func filePart(w http.ResponseWriter, r *http.Request, most int64, within time.Duration) (string, io.Reader, error) {
	takeLarge(w, r, most, within)
	form, err := r.MultipartReader()
	if err != nil {
		return "", nil, fault.New(fault.Invalid, "请用表单上传文件")
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil, fault.New(fault.Invalid, "请选择要上传的文件")
		}
		if err != nil {
			return "", nil, broken(fault.Wrap(err, fault.Invalid, "文件没有传完，请重试"))
		}
		if part.FormName() == "file" {
			return fileName(part.FileName()), part, nil
		}
	}
}

// broken words an upload that was too large or stopped on its way.
func broken(err error) error {
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		if large.Limit > maxUpload {
			return fault.Wrap(err, fault.Invalid, "文件不能超过10MB，视频不能超过50MB")
		}
		return fault.Wrap(err, fault.Invalid, "文件不能超过10MB")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fault.Wrap(err, fault.Invalid, "文件没有传完，请重试")
	}
	return err
}

// fileName is what a file is called from then on: no path, nothing invisible, and
// not longer than a line. It is shown and offered to be saved under, and is never
// a name on our disk.
func fileName(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = s[strings.LastIndexAny(s, `/\`)+1:]
	s = strings.Map(func(r rune) rune {
		if text.Forbidden(r) || r == '\n' || r == '\t' || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1 // the last two turn "gpj.exe" around
		}
		return r
	}, s)
	if s = strings.TrimSpace(s); s == "" {
		return "文件"
	}
	if r := []rune(s); len(r) > maxFileName {
		end := ""
		if i := strings.LastIndexByte(s, '.'); i >= 0 && len(s)-i <= 10 {
			end = s[i:]
		}
		s = string(r[:maxFileName-len([]rune(end))]) + end
	}
	return s
}

// file serves an upload to whoever knows its id: 128 random bits that only the
// conversation it was sent in shows, or the answer. A film has a second address with
// its ending, under which it is played and not saved.
func (s *server) file(w http.ResponseWriter, r *http.Request) {
	id, end, ended := strings.Cut(r.PathValue("id"), ".")
	a, err := s.Files.File(r.Context(), id)
	if err == nil && ended && "."+end != a.FilmEnding() {
		err = fault.New(fault.NotFound, "文件不存在")
	}
	if err != nil {
		s.noFile(w, r, err)
		return
	}
	content, err := s.Blobs.Open(id)
	if err != nil {
		s.noFile(w, r, err)
		return
	}
	defer content.Close() // it was only read
	h := w.Header()
	h.Set("Content-Type", a.Type)
	h.Set("X-Content-Type-Options", "nosniff")
	// Whatever a browser takes it for, it runs nothing and loads nothing.
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	h.Set("ETag", `"`+id+`"`)
	if a.FilmEnding() != "" { // who watches takes it bit by bit; where the deadline cannot be changed it holds
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(filmTime))
	}
	if a.Width == 0 && !ended {
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": a.Name}))
	}
	http.ServeContent(w, r, "", time.Time{}, content)
}

// noFile answers that there is no such file, or that it cannot be read.
func (s *server) noFile(w http.ResponseWriter, r *http.Request, err error) {
	if fault.Is(err, fault.NotFound) {
		page(w, http.StatusNotFound, "文件不存在", "文件可能已被删除。")
		return
	}
	problemOf(r.Context(), s.Logger, err).write(w)
}

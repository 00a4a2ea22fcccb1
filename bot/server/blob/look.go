package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/gabriel-vasile/mimetype"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// The types that are taken. SVG and HTML run scripts and are not among them.
const (
	typePNG  = "image/png"
	typeJPEG = "image/jpeg"
	typeWebP = "image/webp"
	typeGIF  = "image/gif"
	typeText = "text/plain"
)

// ending returns the ending of names of a type that is taken, or "".
func ending(kind string) string {
	switch kind {
	case typePNG:
		return ".png"
	case typeJPEG:
		return ".jpg"
	case typeWebP:
		return ".webp"
	case typeGIF:
		return ".gif"
	case "application/pdf":
		return ".pdf"
	case typeText:
		return ".txt"
	case "application/zip":
		return ".zip"
	case "application/vnd.openxmlformats-officedocument.wordprocessingml.document":
		return ".docx"
	case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":
		return ".xlsx"
	}
	return ""
}

// errKind refuses a type that is not taken. Of pictures it says what to do: whoever
// took one with his phone knows no types.
func errKind(kind string) error {
	switch {
	case strings.HasPrefix(kind, "image/hei"): // HEIC and HEIF, also of several pictures
		return fault.New(fault.Invalid, "这是苹果手机的 HEIC 照片，暂时打不开；请对着照片截屏再发，或在手机「设置 › 相机 › 格式」里选「兼容性最佳」后重拍")
	case photo(kind):
		return fault.New(fault.Invalid, "这种图片暂时打不开；请截屏再发，或存成 JPG、PNG 再发")
	}
	return fault.New(fault.Invalid, "不支持这种文件；可上传图片（PNG、JPG、WebP、GIF）、PDF、TXT、ZIP、DOCX、XLSX")
}

// photo reports whether a type is of pictures made of pixels.
func photo(kind string) bool { return strings.HasPrefix(kind, "image/") && kind != "image/svg+xml" }

// errKindOrFilm is errKind for who may upload films.
func errKindOrFilm(kind string) error {
	switch {
	case photo(kind):
		return errKind(kind)
	case strings.HasPrefix(kind, "video/"):
		return errFilmKind()
	}
	return fault.New(fault.Invalid, "不支持这种文件；可上传图片（PNG、JPG、WebP、GIF）、视频（MP4、WebM）、PDF、TXT、ZIP、DOCX、XLSX")
}

// errMoving refuses what nobody here can take a picture out of.
func errMoving() error {
	return fault.New(fault.Invalid, "会动的 WebP 暂时打不开；请截屏再发，或存成 GIF 再发")
}

// look finds out what f is, and makes a picture in it a clean one. refuse words that
// it is of a type that is not taken. The id is not set yet.
func (s *Store) look(ctx context.Context, f *os.File, name string, refuse func(kind string) error) (chat.Attachment, error) {
	found, err := detect(f, refuse)
	if err != nil {
		return chat.Attachment{}, err
	}
	a := chat.Attachment{Name: name, Type: found}
	switch found {
	case typePNG, typeJPEG, typeWebP, typeGIF:
		if err := s.alone(ctx, func() error { return clean(f, &a) }); err != nil {
			return a, err
		}
	}
	if !(a.Type == typeJPEG && strings.EqualFold(path.Ext(name), ".jpeg")) {
		a.Name = called(name, ending(a.Type))
	}
	return a, nil
}

// called is a name with an ending. What is saved under a name opens with what its
// ending says: a text that is called x.html must not, nor a WebP that became a PNG.
func called(name, end string) string {
	if had := path.Ext(name); !strings.EqualFold(had, end) {
		return strings.TrimSuffix(name, had) + end
	}
	return name
}

// alone runs work on a picture when no other one is worked on.
func (s *Store) alone(ctx context.Context, work func() error) error {
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
		return work()
	case <-ctx.Done():
		return fault.Wrap(ctx.Err(), fault.Busy, "系统繁忙，请稍后再试")
	}
}

// detect returns the media type of f by its bytes, or refuses it.
func detect(f *os.File, refuse func(kind string) error) (string, error) {
	kind, err := sniff(f)
	if kind == typeAPNG {
		kind = typePNG // its first picture is that of a PNG
	}
	if err == nil && ending(kind) == "" {
		err = refuse(kind)
	}
	return kind, err
}

// sniff returns the media type of f by its bytes, whether it is taken or not.
func sniff(f *os.File) (string, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return "", fmt.Errorf("read an upload: %w", err)
	}
	m, err := mimetype.DetectReader(f)
	if err != nil {
		return "", fmt.Errorf("look at an upload: %w", err)
	}
	kind, _, _ := strings.Cut(m.String(), ";")
	return kind, nil
}

// unreadable words a picture that no decoder reads.
func unreadable(err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		return fmt.Errorf("read an upload: %w", err) // the disk's fault and not the picture's
	}
	return fault.Wrap(err, fault.Invalid, "图片无法读取，可能已损坏")
}

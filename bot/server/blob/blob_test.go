package blob

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func open(t testing.TB) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// content returns what is kept under id.
func content(t testing.TB, s *Store, id string) []byte {
	t.Helper()
	f, err := s.Open(id)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// kept returns the names of all files of s.
func kept(t testing.TB, s *Store) (names []string) {
	t.Helper()
	err := filepath.WalkDir(s.dir, func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, d.Name())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// picture is 4 by 2 pixels, the first one red.
func picture() *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 4, 2))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	img.Set(0, 0, color.RGBA{R: 0xff, A: 0xff})
	return img
}

func pngBytes(t testing.TB) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withText is a PNG with a comment between its head and its pixels.
func withText(b []byte, said string) []byte {
	chunk := append([]byte("tEXtComment\x00"), said...)
	var c []byte
	c = binary.BigEndian.AppendUint32(c, uint32(len(chunk)-4))
	c = append(c, chunk...)
	c = binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(chunk))
	const head = 8 + 25
	return append(append(bytes.Clone(b[:head]), c...), b[head:]...)
}

// jpegBytes is a photo of a camera that was held on its side, with where it was.
func jpegBytes(t testing.TB, orientation byte) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 32, 16))
	for y := range 16 {
		for x := range 32 {
			img.Set(x, y, color.White)
			if x < 8 && y < 8 {
				img.Set(x, y, color.Black)
			}
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00" + string(rune(orientation)) + "\x00\x00\x00\x00\x00\x00\x00SECRETGPS")
	block := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(len(block) + 2)}, block...)
	return append(out, b.Bytes()[2:]...)
}

// enlarged gives a GIF a screen of five megapixels, each frame of which is worked
// out by whoever shows it.
func enlarged(b []byte) []byte {
	binary.LittleEndian.PutUint16(b[6:], 2500)
	binary.LittleEndian.PutUint16(b[8:], 2000)
	return b
}

func gifBytes(t testing.TB, frames int) []byte {
	g := &gif.GIF{}
	for range frames {
		g.Image = append(g.Image, image.NewPaletted(image.Rect(0, 0, 3, 3), color.Palette{color.White, color.Black}))
		g.Delay = append(g.Delay, 10)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// webpBytes is one white pixel.
func webpBytes(t testing.TB) []byte {
	b, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSaveTakes(t *testing.T) {
	for name, test := range map[string]struct {
		name string
		body []byte
		want chat.Attachment
		same bool // kept as it came
	}{
		"a PNG":                 {"截图.png", withText(pngBytes(t), "SECRETGPS"), chat.Attachment{Name: "截图.png", Type: typePNG, Width: 4, Height: 2}, false},
		"a photo":               {"a.JPEG", jpegBytes(t, 1), chat.Attachment{Name: "a.JPEG", Type: typeJPEG, Width: 32, Height: 16}, false},
		"a photo on its side":   {"a.jpg", jpegBytes(t, 6), chat.Attachment{Name: "a.jpg", Type: typeJPEG, Width: 16, Height: 32}, false},
		"a WebP":                {"a.webp", webpBytes(t), chat.Attachment{Name: "a.png", Type: typePNG, Width: 1, Height: 1}, false},
		"an animation":          {"a.gif", gifBytes(t, 3), chat.Attachment{Name: "a.gif", Type: typeGIF, Width: 3, Height: 3}, true},
		"a GIF that stands":     {"a.gif", gifBytes(t, 1), chat.Attachment{Name: "a.png", Type: typePNG, Width: 3, Height: 3}, false},
		"a huge animation":      {"a.gif", enlarged(gifBytes(t, 3)), chat.Attachment{Name: "a.png", Type: typePNG, Width: 3, Height: 3}, false},
		"bytes behind its end":  {"a.gif", append(gifBytes(t, 2), "<script>"...), chat.Attachment{Name: "a.png", Type: typePNG, Width: 3, Height: 3}, false},
		"a picture called exe":  {"a.exe", pngBytes(t), chat.Attachment{Name: "a.png", Type: typePNG, Width: 4, Height: 2}, false},
		"a text":                {"说明.txt", []byte("订单号 XK1"), chat.Attachment{Name: "说明.txt", Type: typeText}, true},
		"a text called a page":  {"a.html", []byte("only words"), chat.Attachment{Name: "a.txt", Type: typeText}, true},
		"a PDF without a name":  {"文件", []byte("%PDF-1.7\n1 0 obj"), chat.Attachment{Name: "文件.pdf", Type: "application/pdf"}, true},
		"an archive":            {"a.zip", []byte("PK\x05\x06" + strings.Repeat("\x00", 18)), chat.Attachment{Name: "a.zip", Type: "application/zip"}, true},
		"the largest there are": {"a.txt", bytes.Repeat([]byte("x"), MaxSize), chat.Attachment{Name: "a.txt", Type: typeText}, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			var r io.Reader = bytes.NewReader(test.body)
			if len(test.body) < 10_000 {
				r = iotest.OneByteReader(r)
			}
			got, err := s.Save(t.Context(), test.name, r)
			if err != nil {
				t.Fatal(err)
			}
			b := content(t, s, got.ID)
			if got.Size != int64(len(b)) || !valid(got.ID) {
				t.Errorf("%d bytes under %q, said %d", len(b), got.ID, got.Size)
			}
			if bytes.Equal(b, test.body) != test.same {
				t.Errorf("kept as it came: %v", !test.same)
			}
			if bytes.Contains(b, []byte("SECRETGPS")) {
				t.Error("what the camera wrote is still there")
			}
			got.ID, got.Size = "", 0
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// sum makes the head of a PNG whole again that was written into.
func sum(b []byte) { binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29])) }

func TestSaveRefuses(t *testing.T) {
	huge := pngBytes(t)
	binary.BigEndian.PutUint32(huge[16:], 100_000)
	binary.BigEndian.PutUint32(huge[20:], 100_000)
	sum(huge)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, test := range map[string]struct {
		ctx  context.Context
		body io.Reader
		kind fault.Kind
		text string
	}{
		"nothing":              {t.Context(), strings.NewReader(""), fault.Invalid, "文件是空的"},
		"too much":             {t.Context(), io.LimitReader(neverEnding('x'), MaxSize+1), fault.Invalid, "文件不能超过10MB"},
		"a page":               {t.Context(), strings.NewReader("<!doctype html><script>alert(1)</script>"), fault.Invalid, errKind("").Error()},
		"a drawing":            {t.Context(), strings.NewReader(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), fault.Invalid, errKind("").Error()},
		"a program":            {t.Context(), strings.NewReader("MZ\x90\x00\x03\x00\x00\x00"), fault.Invalid, errKind("").Error()},
		"ten thousand million": {t.Context(), bytes.NewReader(huge), fault.Invalid, "图片不能超过4000万像素"},
		"half a picture":       {t.Context(), bytes.NewReader(pngBytes(t)[:50]), fault.Invalid, "图片无法读取，可能已损坏"},
		"a head alone":         {t.Context(), strings.NewReader("\x89PNG\r\n\x1a\n"), fault.Invalid, "图片无法读取，可能已损坏"},
		"a line that breaks":   {t.Context(), iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("abc"))), fault.Internal, "?"},
		"nobody who waits":     {ended, bytes.NewReader(pngBytes(t)), fault.Busy, "系统繁忙，请稍后再试"},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			if test.ctx == ended {
				s.slots <- struct{}{} // somebody else is at it
			}
			_, err := s.Save(test.ctx, "a.png", test.body)
			if fault.KindOf(err) != test.kind || fault.Text(err, "?") != test.text {
				t.Errorf("%v (%s)", err, fault.KindOf(err))
			}
			if names := kept(t, s); names != nil {
				t.Errorf("left behind: %v", names)
			}
		})
	}
}

type neverEnding byte

func (b neverEnding) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(b)
	}
	return len(p), nil
}

// TestTurned shows each orientation what a camera that was held so makes of F.
func TestTurned(t *testing.T) {
	seen := []string{"##", "#.", "##", "#."} // what everybody is to see
	for orientation, stored := range map[int][]string{
		1: {"##", "#.", "##", "#."}, 2: {"##", ".#", "##", ".#"}, 3: {".#", "##", ".#", "##"}, 4: {"#.", "##", "#.", "##"},
		5: {"####", "#.#."}, 6: {"#.#.", "####"}, 7: {".#.#", "####"}, 8: {"####", ".#.#"},
	} {
		img := image.NewRGBA(image.Rect(0, 0, len(stored[0]), len(stored)))
		for y, row := range stored {
			for x, c := range row {
				if c == '#' {
					img.Set(x, y, color.White)
				}
			}
		}
		out := turned(img, orientation)
		var got []string
		for y := range out.Bounds().Dy() {
			row := ""
			for x := range out.Bounds().Dx() {
				if r, _, _, _ := out.At(x, y).RGBA(); r != 0 {
					row += "#"
				} else {
					row += "."
				}
			}
			got = append(got, row)
		}
		if diff := cmp.Diff(seen, got); diff != "" {
			t.Errorf("%d: %s", orientation, diff)
		}
	}
}

func TestFilesStayInTheFolder(t *testing.T) {
	s := open(t)
	outside := filepath.Join(s.dir, "..", "secret")
	if err := os.WriteFile(outside, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"", "../secret", "..", strings.Repeat("a", 31), strings.Repeat("A", 32), "..%2fsecret", strings.Repeat("../", 10) + "aa", strings.Repeat("a", 32)} {
		if _, err := s.Open(id); !fault.Is(err, fault.NotFound) {
			t.Errorf("open %q: %v", id, err)
		}
		if err := s.Delete(id); err != nil {
			t.Errorf("delete %q: %v", id, err)
		}
	}
	if _, err := os.Stat(outside); err != nil {
		t.Error(err)
	}
}

func TestDeleteAndStrays(t *testing.T) {
	s := open(t)
	a, err := s.Save(t.Context(), "a.txt", strings.NewReader("a"))
	b, err2 := s.Save(t.Context(), "b.txt", strings.NewReader("b"))
	if err := errors.Join(err, err2); err != nil {
		t.Fatal(err)
	}
	known := func(id string) (bool, error) { return id == a.ID, nil }
	if ids, err := s.Strays(time.Now().Add(-time.Hour), known); err != nil || ids != nil {
		t.Errorf("too young to tell: %v %v", ids, err)
	}
	ids, err := s.Strays(time.Now().Add(time.Hour), known)
	if diff := cmp.Diff([]string{b.ID}, ids); err != nil || diff != "" {
		t.Error(err, diff)
	}
	broken := errors.New("no data base")
	if _, err := s.Strays(time.Now().Add(time.Hour), func(string) (bool, error) { return false, broken }); !errors.Is(err, broken) {
		t.Errorf("nobody knows, but: %v", err)
	}
	for range 2 { // twice is once
		if err := s.Delete(b.ID); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{a.ID}, kept(t, s)); diff != "" {
		t.Error(diff)
	}
}

func TestOpenClearsUp(t *testing.T) {
	s := open(t)
	a, err := s.Save(t.Context(), "a.txt", strings.NewReader("a"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, temporary+"1"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := Open(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{a.ID}, kept(t, again)); diff != "" {
		t.Error(diff)
	}
}

// TestSaveAtOnce saves pictures from many hands, for the race detector.
func TestSaveAtOnce(t *testing.T) {
	s, body := open(t), pngBytes(t)
	errs := make(chan error)
	const hands = 8
	for range hands {
		go func() {
			_, err := s.Save(t.Context(), "a.png", bytes.NewReader(body))
			errs <- err
		}()
	}
	for range hands {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	if n := len(kept(t, s)); n != hands {
		t.Errorf("%d files", n)
	}
}

func FuzzSave(f *testing.F) {
	f.Add(pngBytes(f))
	f.Add(jpegBytes(f, 6))
	f.Add(gifBytes(f, 2))
	f.Add(webpBytes(f))
	f.Add([]byte("%PDF-1.7"))
	s := open(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		exifOrientation(b)
		frames(b)
		a, err := s.Save(t.Context(), "a", bytes.NewReader(b))
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		if ending(a.Type) == "" || !strings.HasSuffix(a.Name, ending(a.Type)) || a.Width < 0 || a.Height < 0 {
			t.Fatalf("%+v", a)
		}
		if err := s.Delete(a.ID); err != nil {
			t.Fatal(err)
		}
	})
}

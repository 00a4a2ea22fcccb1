package blob

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

func TestSaveFaceKeepsTheMiddle(t *testing.T) {
	red, green := color.RGBA{200, 0, 0, 255}, color.RGBA{0, 160, 0, 255}
	wide := image.NewRGBA(image.Rect(0, 0, 900, 300)) // red, green, red
	for y := range 300 {
		for x := range 900 {
			wide.Set(x, y, red)
			if x >= 300 && x < 600 {
				wide.Set(x, y, green)
			}
		}
	}
	for name, test := range map[string]struct {
		img  image.Image
		want color.RGBA
	}{
		"wide":        {wide, green},
		"one pixel":   {image.NewUniform(red), red},
		"transparent": {image.NewNRGBA(image.Rect(0, 0, 50, 70)), color.RGBA{255, 255, 255, 255}},
	} {
		t.Run(name, func(t *testing.T) {
			img := test.img
			if u, ok := img.(*image.Uniform); ok {
				one := image.NewRGBA(image.Rect(0, 0, 1, 1))
				one.Set(0, 0, u.C)
				img = one
			}
			var b bytes.Buffer
			if err := png.Encode(&b, img); err != nil {
				t.Fatal(err)
			}
			s := open(t)
			a, err := s.SaveFace(t.Context(), &b)
			if err != nil {
				t.Fatal(err)
			}
			body := content(t, s, a.ID)
			if len(body) > 8<<10 {
				t.Errorf("a face of %d bytes", len(body))
			}
			got, err := jpeg.Decode(bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			for _, at := range []image.Point{{2, 2}, {64, 64}, {125, 125}} {
				if r, g, b, _ := got.At(at.X, at.Y).RGBA(); far(r, test.want.R) || far(g, test.want.G) || far(b, test.want.B) {
					t.Errorf("%v is %v, want %v", at, got.At(at.X, at.Y), test.want)
				}
			}
			size := int64(len(body))
			if diff := cmp.Diff(chat.Attachment{ID: a.ID, Name: "face.jpg", Type: typeJPEG, Size: size, Width: FaceSide, Height: FaceSide}, a); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// far reports whether a channel is further off than a JPEG may be.
func far(got uint32, want uint8) bool {
	d := int(got>>8) - int(want)
	return d < -6 || d > 6
}

func TestSaveFaceRefuses(t *testing.T) {
	frame := image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.Black, color.White})
	var moves bytes.Buffer
	if err := gif.EncodeAll(&moves, &gif.GIF{Image: []*image.Paletted{frame, frame}, Delay: []int{5, 5}}); err != nil {
		t.Fatal(err)
	}
	webp := append([]byte("RIFF\x2a\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x03\x00\x00\x03\x00\x00ANIM\x06\x00\x00\x00"), make([]byte, 12)...)
	large := pngBytes(t)
	binary.BigEndian.PutUint32(large[16:], 8000)
	binary.BigEndian.PutUint32(large[20:], 8000)
	sum(large)
	const picture, still = "头像要用图片（PNG、JPG、WebP），不能用其他文件", "头像不能用动图，请换一张静态的图片"
	for name, test := range map[string]struct{ body, want string }{
		"nothing":           {"", "文件是空的"},
		"a text":            {"我", picture},
		"a drawing":         {`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, picture},
		"a PDF":             {"%PDF-1.7\n1 0 obj", picture},
		"of an iPhone":      {string(anMP4("heic")), fault.Text(errKind("image/heic"), "")},
		"too large a file":  {strings.Repeat("x", MaxSize+1), "文件不能超过10MB"},
		"too many pixels":   {string(large), "图片不能超过4000万像素"},
		"half a picture":    {string(pngBytes(t)[:50]), "图片无法读取，可能已损坏"},
		"a GIF that moves":  {moves.String(), still},
		"a WebP that moves": {string(webp), still},
		"a PNG that moves":  {apng(t), still},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			_, err := s.SaveFace(t.Context(), strings.NewReader(test.body))
			if !fault.Is(err, fault.Invalid) || fault.Text(err, "?") != test.want {
				t.Errorf("%v, want %s", err, test.want)
			}
			if names := kept(t, s); names != nil {
				t.Errorf("left behind: %v", names)
			}
		})
	}
}

// apng is a picture with the chunk that says that others follow.
func apng(t *testing.T) string {
	b := pngBytes(t)
	const head = 8 + 25 // the signature and IHDR
	return string(b[:head]) + "\x00\x00\x00\x08acTL\x00\x00\x00\x02\x00\x00\x00\x00\xf3\x8d\x93\x70" + string(b[head:])
}

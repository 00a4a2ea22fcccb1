package blob

import (
	"cmp"
	"context"
	"image"
	"image/color"
	"image/draw"
	"os"

	scale "golang.org/x/image/draw"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

// FaceSide is the width and height of the picture of a person, in pixels: four
// times what it is shown at, for the finest screens. It takes some 5 KB.
const FaceSide = 128

// typeAPNG is a PNG of several frames.
const typeAPNG = "image/apng"

// face makes a face of the picture in f. The id is not set yet.
func (s *Store) face(ctx context.Context, f *os.File) (chat.Attachment, error) {
	a := chat.Attachment{Name: "face.jpg", Type: typeJPEG}
	kind, err := sniff(f)
	switch {
	case err != nil:
		return a, err
	case kind == typeAPNG:
		return a, errMoves()
	case photo(kind) && ending(kind) == "":
		return a, errKind(kind)
	case !photo(kind):
		return a, fault.New(fault.Invalid, "头像要用图片（PNG、JPG、WebP），不能用其他文件")
	}
	err = s.alone(ctx, func() error {
		if _, err := fitting(f, kind); err != nil {
			return err
		}
		if moves, err := moving(f, kind); err != nil || moves {
			return cmp.Or(err, errMoves())
		}
		img, err := upright(f, kind)
		if err != nil {
			return err
		}
		square := middle(img)
		a.Width, a.Height = FaceSide, FaceSide
		return rewrite(f, &a, square)
	})
	return a, err
}

// errMoves refuses an animation.
func errMoves() error {
	return fault.New(fault.Invalid, "头像不能用动图，请换一张静态的图片")
}

// moving reports whether a picture is an animation: a GIF of several frames, or a
// WebP that says so of itself. Where a GIF is not whole its decoder says so.
func moving(f *os.File, kind string) (bool, error) {
	b, err := bytesOf(f)
	if err != nil {
		return false, err
	}
	switch kind {
	case typeGIF:
		n, _ := frames(b)
		return n > 1, nil
	case typeWebP: // the flags of an extended file, where it is one
		return len(b) > 20 && string(b[12:16]) == "VP8X" && b[20]&0x02 != 0, nil
	}
	return false, nil
}

// middle returns the greatest square in the middle of img at the size of a face,
// on white where it is transparent.
func middle(img image.Image) image.Image {
	b := img.Bounds()
	side := min(b.Dx(), b.Dy())
	left, top := b.Min.X+(b.Dx()-side)/2, b.Min.Y+(b.Dy()-side)/2
	to := image.NewRGBA(image.Rect(0, 0, FaceSide, FaceSide))
	draw.Draw(to, to.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	scale.CatmullRom.Scale(to, to.Bounds(), img, image.Rect(left, top, left+side, top+side), scale.Over, nil)
	return to
}

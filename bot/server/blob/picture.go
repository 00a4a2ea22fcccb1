package blob

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"

	"golang.org/x/image/webp"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

const (
	// MaxPixels bounds a picture: more than phones take, and 160 MB in memory.
	MaxPixels = 40_000_000
	// jpegQuality is high enough for small print on a screenshot.
	jpegQuality = 90
	// maxFrames, maxMoving and maxAnimation bound what an animated GIF is unpacked to
	// where it is shown: frames, pixels of each, and bytes of the file.
	maxFrames    = 300
	maxMoving    = 2_000_000
	maxAnimation = 3 << 20
	// maxMarkers bounds how far into a JPEG its orientation is looked for.
	maxMarkers = 256 << 10
)

// clean replaces the picture in f by its pixels alone, turned the way up that its
// camera noted, and notes its size in a. A WebP becomes a PNG or a JPEG, since
// nobody writes WebP here. An animated GIF that is small stays what it is; of
// another the first frame stays, as a PNG.
func clean(f *os.File, a *chat.Attachment) error {
	config, err := fitting(f, a.Type)
	if err != nil {
		return err
	}
	a.Width, a.Height = config.Width, config.Height
	if a.Type == typeGIF && config.Width*config.Height <= maxMoving {
		kept, err := animated(f)
		if err != nil || kept {
			return err
		}
	}
	img, err := upright(f, a.Type)
	if err != nil {
		return err
	}
	a.Width, a.Height = img.Bounds().Dx(), img.Bounds().Dy()
	return rewrite(f, a, img)
}

// fitting measures a picture and refuses one that is too large to be unpacked.
func fitting(f *os.File, kind string) (image.Config, error) {
	config, err := measure(f, kind)
	switch {
	case err != nil:
		return config, unreadable(err)
	case config.Width < 1 || config.Height < 1 || config.Width > MaxPixels/config.Height:
		return config, fault.New(fault.Invalid, "图片不能超过%d万像素", MaxPixels/10_000)
	}
	return config, nil
}

// upright returns the pixels of a picture, turned the way up that its camera noted.
func upright(f *os.File, kind string) (image.Image, error) {
	turn := 1
	if kind == typeJPEG {
		var err error
		if turn, err = orientation(f); err != nil {
			return nil, unreadable(err)
		}
	}
	img, err := decode(f, kind)
	if err != nil {
		if moves, _ := moving(f, kind); moves && kind == typeWebP { // where that cannot be told either, it is unreadable
			return nil, errMoving()
		}
		return nil, unreadable(err)
	}
	return turned(img, turn), nil
}

// rewind returns f from its beginning.
func rewind(f *os.File) (io.Reader, error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return bufio.NewReader(f), nil
}

// bytesOf returns all of f, which is bounded by what may be uploaded.
func bytesOf(f *os.File) ([]byte, error) {
	r, err := rewind(f)
	if err != nil {
		return nil, fmt.Errorf("read an upload: %w", err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read an upload: %w", err)
	}
	return b, nil
}

// measure reads how large a picture is, without its pixels. Decoders are named,
// and not found by what the file claims to be.
func measure(f *os.File, kind string) (image.Config, error) {
	r, err := rewind(f)
	if err != nil {
		return image.Config{}, err
	}
	switch kind {
	case typePNG:
		return png.DecodeConfig(r)
	case typeJPEG:
		return jpeg.DecodeConfig(r)
	case typeGIF:
		return gif.DecodeConfig(r)
	}
	return webp.DecodeConfig(r)
}

func decode(f *os.File, kind string) (image.Image, error) {
	r, err := rewind(f)
	if err != nil {
		return nil, err
	}
	switch kind {
	case typePNG:
		return png.Decode(r)
	case typeJPEG:
		return jpeg.Decode(r)
	case typeGIF:
		return gif.Decode(r)
	}
	return webp.Decode(r)
}

// rewrite writes img over f.
func rewrite(f *os.File, a *chat.Attachment, img image.Image) error {
	return overwrite(f, func(w io.Writer) (err error) {
		switch {
		case a.Type == typeJPEG || a.Type == typeWebP && opaque(img):
			a.Type, err = typeJPEG, jpeg.Encode(w, img, &jpeg.Options{Quality: jpegQuality})
		default:
			// Speed before size: somebody waits.
			a.Type, err = typePNG, (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, img)
		}
		return err
	})
}

// overwrite replaces what is in f by what write writes.
func overwrite(f *os.File, write func(io.Writer) error) error {
	_, err := f.Seek(0, io.SeekStart)
	if err == nil {
		err = f.Truncate(0)
	}
	w := bufio.NewWriter(f)
	if err == nil {
		err = write(w)
	}
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		return fmt.Errorf("write a picture: %w", err)
	}
	return nil
}

// opaque reports whether a JPEG can hold img.
func opaque(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return ok && o.Opaque()
}

// animated reports whether f is an animation that is kept: whole, of few frames, and
// small. Nothing but its frames and how they move is. Of the rest the first frame stays.
func animated(f *os.File) (bool, error) {
	info, err := f.Stat()
	if err != nil {
		return false, fmt.Errorf("read an upload: %w", err)
	}
	if info.Size() > maxAnimation {
		return false, nil
	}
	b, err := bytesOf(f)
	if err != nil {
		return false, err
	}
	if n, whole := frames(b); !whole || n < 2 || n > maxFrames {
		return false, nil
	}
	if err := overwrite(f, func(w io.Writer) error {
		_, err := w.Write(bare(b))
		return err
	}); err != nil {
		return false, err
	}
	return true, nil
}

// orientation returns how a JPEG is to be turned: the EXIF orientation, 1 to 8,
// and 1 where it names none that makes sense.
func orientation(f *os.File) (int, error) {
	r, err := rewind(f)
	if err != nil {
		return 1, err
	}
	head, err := io.ReadAll(io.LimitReader(r, maxMarkers))
	if err != nil {
		return 1, err
	}
	return exifOrientation(head), nil
}

// exifOrientation looks through the markers of a JPEG for an EXIF block (CIPA
// DC-008, 4.5.4: marker APP1, "Exif" and two zero bytes, then a TIFF).
func exifOrientation(b []byte) int {
	for i := 2; i+4 <= len(b) && b[i] == 0xff; {
		marker, size := b[i+1], int(binary.BigEndian.Uint16(b[i+2:]))
		end := i + 2 + size
		if marker == 0xda || size < 2 || end > len(b) {
			return 1 // the pixels begin
		}
		if block := b[i+4 : end]; marker == 0xe1 && bytes.HasPrefix(block, []byte("Exif\x00\x00")) {
			return tiffOrientation(block[6:])
		}
		i = end
	}
	return 1
}

// tiffOrientation reads tag 0x0112 of the first directory of a TIFF.
func tiffOrientation(b []byte) int {
	if len(b) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if b[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(b[4:]))
	if at < 8 || at+2 > int64(len(b)) {
		return 1
	}
	entries := b[at+2:]
	for n := int(order.Uint16(b[at:])); n > 0 && len(entries) >= 12; n-- {
		if order.Uint16(entries) == 0x0112 {
			if v := order.Uint16(entries[8:]); v >= 1 && v <= 8 {
				return int(v)
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}

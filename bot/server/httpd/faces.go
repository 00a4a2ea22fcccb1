package httpd

import (
	"context"
	"errors"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"yiwen/bot/chat"
	"yiwen/bot/server/auth"
)

// Faces are the pictures of the staff, which customers see beside what they say.
type Faces interface {
	// Faces returns the ids of the pictures of those who have one.
	Faces(ctx context.Context) (map[chat.AgentID]string, error)
	// SetFace gives a member of staff a picture, or takes his away where u is nil,
	// and returns the id of the one before, or "". The row of that one is gone.
	SetFace(ctx context.Context, id chat.AgentID, u *chat.Upload) (before string, err error)
}

// faceRoutes mounts what changes faces. Setting one is beside the operations of api,
// as an upload is.
func (s *server) faceRoutes(api huma.API, mux *http.ServeMux) {
	answer := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[session](), true, "session")
	addForm(api, answer, huma.Operation{
		OperationID: "set-face", Method: http.MethodPut, Path: "/api/session/face", Tags: []string{"session"}, Security: signedIn(),
		Summary: "Give oneself a picture",
		Description: "Of those who serve customers. PNG, JPEG, WebP or a GIF that does not move, up to 10 MiB and 40 megapixels. Its middle is kept, " +
			"128 pixels square, under a new id; the one before is gone. Customers see it a second later.",
	}, nil)
	mux.HandleFunc("PUT /api/session/face", func(w http.ResponseWriter, r *http.Request) {
		staff, err := s.takeFace(w, r)
		s.answer(w, r, sessionOf(staff), err)
	})
	register(s, api, staffOnly(huma.Operation{
		OperationID: "remove-face", Method: http.MethodDelete, Path: "/api/session/face", Tags: []string{"session"},
		Summary: "Have no picture any more", Description: "Succeeds whether there was one or not.",
	}), s.removeFace)
	register(s, api, staffOnly(huma.Operation{
		OperationID: "remove-face-of", Method: http.MethodDelete, Path: "/api/colleagues/{id}/face", Tags: []string{"supervision"},
		Summary: "Take a colleague's picture away", Description: "Supervisors. Who took whose away is in the server's log.",
	}, 404), s.removeFaceOf)
}

// takeFace makes the file of a form the picture of the caller, and returns him with it.
func (s *server) takeFace(w http.ResponseWriter, r *http.Request) (chat.Staff, error) {
	staff, err := s.Auth.Staff(r)
	if err != nil {
		return staff, &unauthenticated{err}
	}
	if err := s.Auth.May(staff, auth.RightDesk, nil); err != nil {
		return staff, err
	}
	by := actor(staff)
	if err := s.rates.uploads.take(by.Sender()+by.ID, 1); err != nil {
		return staff, err
	}
	_, part, err := filePart(w, r, maxUpload, uploadTime)
	if err != nil {
		return staff, err
	}
	a, err := s.Blobs.SaveFace(r.Context(), part)
	if err != nil {
		return staff, broken(err)
	}
	if err := s.setFace(r.Context(), staff.ID, &chat.Upload{Attachment: a, By: by, At: s.now()}, staff); err != nil {
		return staff, errors.Join(err, s.Blobs.Delete(a.ID))
	}
	staff.Face = a.ID
	return staff, nil
}

// setFace changes the face of somebody by the hand of by, and deletes the one before.
func (s *server) setFace(ctx context.Context, id chat.AgentID, u *chat.Upload, by chat.Staff) error {
	before, err := s.Faces.SetFace(ctx, id, u)
	if err != nil {
		return err
	}
	if before != "" {
		if err := s.Blobs.Delete(before); err != nil { // nobody knows it any more; the next start sweeps it up
			s.Logger.Warn("delete a face", "err", err)
		}
	}
	s.Logger.Info("face changed", "staff", id, "set", u != nil, "had", before != "", "by", by.ID)
	return nil
}

func (s *server) removeFace(ctx context.Context, _ *nothing) (*sessionOutput, error) {
	staff, err := s.may(ctx, auth.RightDesk)
	if err != nil {
		return nil, err
	}
	if err := s.setFace(ctx, staff.ID, nil, staff); err != nil {
		return nil, err
	}
	staff.Face = ""
	return &sessionOutput{Body: sessionOf(staff)}, nil
}

func (s *server) removeFaceOf(ctx context.Context, in *struct {
	ID chat.AgentID `path:"id" minLength:"1" maxLength:"64"`
},
) (*nothing, error) {
	staff, err := s.may(ctx, auth.RightCases)
	if err != nil {
		return nil, err
	}
	return nil, s.setFace(ctx, in.ID, nil, staff)
}

package storetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"yiwen/bot/fault"
	"yiwen/knowledge"
)

func versionTests() []namedTest {
	return []namedTest{
		{"StagedVersionIsNotLive", versionStaged},
		{"VersionsAreCompared", versionsCompared},
		{"OneJobOfALane", jobLife},
		{"NodesSeeEachOther", nodesLife},
	}
}

func entry(id, body string, position int) knowledge.Item {
	return knowledge.Item{Kind: "entry", ID: id, Position: position, Body: []byte(body)}
}

func versionStaged(t *testing.T, s Store) {
	ctx := context.Background()
	first := []knowledge.Item{entry("a", `1`, 0), entry("b", `1`, 1)}
	_, err := s.Publish(ctx, first, nil, knowledge.Version{By: "x", At: Now()})
	check(t, err)
	second := []knowledge.Item{entry("a", `2`, 0), entry("c", `1`, 1)}
	v, err := s.StageVersion(ctx, second, knowledge.Version{By: "x", At: Now()})
	check(t, err)
	if v.Number != 2 || v.Entries != 2 || v.Changed != 3 {
		t.Errorf("staged %+v", v)
	}
	active, staged, err := s.ContentState(ctx)
	check(t, err)
	if active.Number != 1 || staged.Number != 2 || !staged.At.Equal(Now()) {
		t.Errorf("active %+v, staged %+v", active, staged)
	}
	wantContent(t, s, 1, first)
	_, items, err := s.Version(ctx, 2)
	check(t, err)
	if d := cmp.Diff(second, items); d != "" {
		t.Errorf("staged items (-want +got):\n%s", d)
	}
	check(t, s.DropStaged(ctx))
	wantContent(t, s, 1, first)
	wantKind(t, s.ActivateVersion(ctx, 2, nil), fault.Conflict)
	_, err = s.StageVersion(ctx, second, knowledge.Version{By: "x", At: Now()})
	check(t, err)
	third := []knowledge.Item{entry("a", `3`, 0)}
	_, err = s.StageVersion(ctx, third, knowledge.Version{By: "x", At: Now()}) // in its place
	check(t, err)
	check(t, s.ActivateVersion(ctx, 2, nil))
	wantContent(t, s, 2, third)
	wantKind(t, s.ActivateVersion(ctx, 2, nil), fault.Conflict)
}

func versionsCompared(t *testing.T, s Store) {
	ctx := context.Background()
	for _, items := range [][]knowledge.Item{
		{entry("a", `1`, 0), entry("b", `1`, 1), entry("c", `1`, 2)},
		{entry("c", `1`, 0), entry("a", `2`, 1)},                     // b is gone, a changed, c moved
		{entry("a", `1`, 0), entry("b", `1`, 1), entry("c", `1`, 2)}, // all is as it was
	} {
		_, err := s.Publish(ctx, items, nil, knowledge.Version{By: "x", At: Now()})
		check(t, err)
	}
	for _, test := range []struct {
		from, to int64
		want     map[string]knowledge.What
	}{
		{1, 2, map[string]knowledge.What{"a": knowledge.Changed, "b": knowledge.Removed}},
		{2, 1, map[string]knowledge.What{"a": knowledge.Changed, "b": knowledge.Added}},
		{2, 3, map[string]knowledge.What{"a": knowledge.Changed, "b": knowledge.Added}},
		{1, 3, map[string]knowledge.What{}},
		{0, 1, map[string]knowledge.What{"a": knowledge.Added, "b": knowledge.Added, "c": knowledge.Added}},
	} {
		diffs, err := s.CompareVersions(ctx, test.from, test.to)
		check(t, err)
		got := map[string]knowledge.What{}
		for _, d := range diffs {
			got[d.ID] = d.What
		}
		if d := cmp.Diff(test.want, got); d != "" {
			t.Errorf("%d to %d (-want +got):\n%s", test.from, test.to, d)
		}
	}
	_, err := s.CompareVersions(ctx, 1, 4)
	wantKind(t, err, fault.NotFound)
	for number, want := range map[int64]string{1: `1`, 2: `2`, 3: `1`} {
		body, err := s.VersionItem(ctx, number, knowledge.Ref{Kind: "entry", ID: "a"})
		check(t, err)
		if string(body) != want {
			t.Errorf("version %d says %s; want %s", number, body, want)
		}
	}
	list, total, err := s.Versions(ctx, 1, 2)
	check(t, err)
	if total != 3 || len(list) != 2 || list[0].Number != 3 || list[0].Changed != 2 || list[1].Entries != 2 {
		t.Errorf("%d versions: %+v", total, list)
	}
}

func jobLife(t *testing.T, s Store) {
	ctx := context.Background()
	job := func(id string, kind knowledge.JobKind) knowledge.Job {
		return knowledge.Job{ID: id, Kind: kind, State: knowledge.JobRunning, By: "x", ByName: "X", At: Now()}
	}
	one := job("1", knowledge.JobPublish)
	check(t, s.AddJob(ctx, one, "publish", "here"))
	wantKind(t, s.AddJob(ctx, job("2", knowledge.JobRestore), "publish", "there"), fault.Conflict)
	check(t, s.AddJob(ctx, job("3", knowledge.JobTwins), "twins", "there"))
	one.Step, one.Done, one.Total = "构建", 1, 2
	called, err := s.SaveJob(ctx, one)
	check(t, err)
	if called {
		t.Error("nobody called it off")
	}
	check(t, s.CallJob(ctx, "1"))
	wantKind(t, s.CallJob(ctx, "9"), fault.NotFound)
	one.State, one.EndedAt, one.Error, one.Result = knowledge.JobCancelled, Now(), "已取消", []byte(`{}`)
	called, err = s.SaveJob(ctx, one)
	check(t, err)
	if !called {
		t.Error("somebody called it off")
	}
	again := one
	again.State = knowledge.JobDone
	_, err = s.SaveJob(ctx, again) // it is over
	check(t, err)
	got, err := s.Job(ctx, "1")
	check(t, err)
	if d := cmp.Diff(one, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	one.Result = nil // of all, only one alone is told with its result
	for _, kind := range []knowledge.JobKind{"", one.Kind} {
		list, _, err := s.Jobs(ctx, kind, 1, 50)
		check(t, err)
		if i := slices.IndexFunc(list, func(j knowledge.Job) bool { return j.ID == one.ID }); i < 0 || cmp.Diff(one, list[i]) != "" {
			t.Errorf("among all of kind %q: %+v", kind, list)
		}
	}
	check(t, s.AddJob(ctx, job("4", knowledge.JobPublish), "publish", "here"))
	check(t, s.LoseJobs(ctx, "here", "丢了", Now(), Now()))
	list, total, err := s.Jobs(ctx, knowledge.JobPublish, 1, 50)
	check(t, err)
	if total != 2 || list[0].ID != "4" || list[0].State != knowledge.JobFailed || list[0].Error != "丢了" {
		t.Errorf("%d jobs: %+v", total, list)
	}
	check(t, s.SeeNode(ctx, knowledge.Node{Name: "there", SeenAt: Now().Add(-time.Hour)}))
	check(t, s.LoseJobs(ctx, "here", "丢了", Now(), Now().Add(-time.Minute)))
	if got, err = s.Job(ctx, "3"); err != nil || got.State != knowledge.JobFailed {
		t.Errorf("the job of a server that nobody sees: %+v, %v", got, err)
	}
}

func nodesLife(t *testing.T, s Store) {
	ctx := context.Background()
	one := knowledge.Node{Name: "one", SeenAt: Now(), Version: 3, Built: 4}
	check(t, s.SeeNode(ctx, knowledge.Node{Name: "one", SeenAt: Now().Add(-time.Hour)}))
	check(t, s.SeeNode(ctx, one))
	check(t, s.SeeNode(ctx, knowledge.Node{Name: "two", SeenAt: Now().Add(-time.Hour), Built: -4}))
	list, err := s.Nodes(ctx, Now().Add(-time.Second))
	check(t, err)
	if d := cmp.Diff([]knowledge.Node{one}, list); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	check(t, s.ForgetNode(ctx, "one"))
	if list, err = s.Nodes(ctx, time.Time{}); err != nil || len(list) != 1 || list[0].Built != -4 {
		t.Errorf("%+v, %v", list, err)
	}
}

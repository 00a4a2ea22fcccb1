package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
)

const (
	announcementColumns = `n, text, level, sites, from_at, until_at, by_id, by_name, ended_at, ended_by, ended_name, made_at`
	sqlAddAnnouncement  = `INSERT INTO announcements (n, text, level, sites, from_at, until_at, by_id, by_name, made_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
	sqlEndAnnouncement  = `UPDATE announcements SET ended_at = $1, ended_by = $2, ended_name = $3
		WHERE n = $4 AND ended_at = 0 AND (until_at = 0 OR until_at > $1)`
	sqlHasAnnouncement = `SELECT COUNT(*) FROM announcements WHERE n = $1`
	sqlAnnouncements   = `SELECT ` + announcementColumns + ` FROM announcements WHERE ended_at = 0 AND (until_at = 0 OR until_at > $1) ORDER BY n`
)

// announcementPrefix begins the id of an announcement; its number follows.
const announcementPrefix = "a"

// AddAnnouncement stores an announcement under a new id, and returns it with that.
// Where replaces is not "" it ends that one when it is made: one that is over
// already may be replaced; one that never was is a fault.NotFound, and nothing is
// stored.
func (s *Store) AddAnnouncement(ctx context.Context, a chat.Announcement, replaces string) (chat.Announcement, error) {
	if err := plain(a.Text, a.By.Name); err != nil {
		return a, err
	}
	sites := make([]string, len(a.Sites))
	for i, site := range a.Sites {
		sites[i] = string(site)
	}
	err := s.do(ctx, func(c *sql.Conn) error {
		if replaces != "" {
			if err := endAnnouncement(c, replaces, a.By, a.Made); err != nil && !fault.Is(err, fault.Conflict) {
				return err
			}
		}
		n, err := nextNumber(c, "announcements")
		if err != nil {
			return err
		}
		a.ID = announcementPrefix + strconv.FormatInt(n, 10)
		_, err = c.ExecContext(context.Background(), sqlAddAnnouncement, n, a.Text, string(a.Level), strings.Join(sites, " "),
			millis(a.From), millis(a.Until), a.By.ID, a.By.Name, millis(a.Made))
		return err
	})
	if err != nil {
		return a, fmt.Errorf("add an announcement: %w", err)
	}
	return a, nil
}

// EndAnnouncement ends an announcement at a time and notes by whom. One that is over
// already is a fault.Conflict, one that never was a fault.NotFound.
func (s *Store) EndAnnouncement(ctx context.Context, id string, by chat.Actor, at time.Time) error {
	err := s.do(ctx, func(c *sql.Conn) error { return endAnnouncement(c, id, by, at) })
	if err != nil {
		return fmt.Errorf("end announcement %s: %w", id, err)
	}
	return nil
}

func endAnnouncement(c *sql.Conn, id string, by chat.Actor, at time.Time) error {
	n, err := strconv.ParseInt(strings.TrimPrefix(id, announcementPrefix), 10, 64)
	if err != nil || !strings.HasPrefix(id, announcementPrefix) {
		return fault.New(fault.NotFound, "没有这条公告")
	}
	var is int
	if err := c.QueryRowContext(context.Background(), sqlHasAnnouncement, n).Scan(&is); err != nil {
		return err
	}
	if is == 0 {
		return fault.New(fault.NotFound, "没有这条公告")
	}
	return touch(c, fault.New(fault.Conflict, "这条公告已经结束"), sqlEndAnnouncement, millis(at), by.ID, by.Name, n)
}

// Announcements returns what is announced at a time or will be, in the order in
// which it was made.
func (s *Store) Announcements(ctx context.Context, now time.Time) ([]chat.Announcement, error) {
	rows, err := s.readDB.QueryContext(ctx, sqlAnnouncements, millis(now))
	if err != nil {
		return nil, s.readError(err, "read what is announced")
	}
	all, err := collect(rows, scanAnnouncement)
	if err != nil {
		return nil, s.readError(err, "read what is announced")
	}
	return all, nil
}

// AnnouncementsMade returns a page of all announcements, over or not, the newest
// first, and how many there are.
func (s *Store) AnnouncementsMade(ctx context.Context, page, size int) ([]chat.Announcement, int, error) {
	all, total, err := find(ctx, s, search{
		list:  `SELECT ` + announcementColumns + ` FROM announcements ORDER BY n DESC %s`,
		count: `SELECT COUNT(*) FROM announcements`,
	}, page, size, scanAnnouncement)
	if err != nil {
		return nil, 0, s.readError(err, "list announcements")
	}
	return all, total, nil
}

func scanAnnouncement(scan func(...any) error) (a chat.Announcement, err error) {
	var n int64
	var sites, by, ended string
	err = scan(&n, &a.Text, &a.Level, &sites, at{&a.From}, at{&a.Until}, &by, &a.By.Name, at{&a.Ended}, &ended, &a.EndedBy.Name, at{&a.Made})
	a.ID = announcementPrefix + strconv.FormatInt(n, 10)
	a.By.Kind, a.By.ID = chat.Agent, by
	if !a.Ended.IsZero() {
		a.EndedBy.Kind, a.EndedBy.ID = chat.Agent, ended
	}
	for site := range strings.FieldsSeq(sites) {
		a.Sites = append(a.Sites, chat.SiteID(site))
	}
	return a, err
}

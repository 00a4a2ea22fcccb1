package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/table"
	"golang.org/x/term"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
	"yiwen/bot/text"
)

type staffCmd struct {
	Add      staffAddCmd      `cmd:"" help:"Add a member of staff."`
	List     staffListCmd     `cmd:"" help:"List everybody."`
	Disable  staffDisableCmd  `cmd:"" help:"Keep a member from signing in."`
	Enable   staffEnableCmd   `cmd:"" help:"Let a disabled member sign in again."`
	Password staffPasswordCmd `cmd:"" help:"Set a new password."`
}

// Help is what --help shows below the flags.
func (*staffCmd) Help() string {
	return `A password is asked for on a terminal, or read as the first line of standard input.

Examples:
  yiwen staff add lin --name 小林 --role agent --data data
  echo "$PASSWORD" | yiwen staff add chen --role supervisor
  yiwen staff add wang --role editor --draw
  yiwen staff password lin
  yiwen staff disable lin`
}

// staffData is the flag that all of them share.
type staffData struct {
	Data string `help:"Data folder (${default})." default:"data" env:"YIWEN_DATA" placeholder:"DIR"`
}

// password is how a password gets in.
type password struct {
	Draw bool `help:"Draw a password at random and print it."`
}

// get returns the password that the operator gives and its stored form.
func (p password) get(a *app) (s, hash string, err error) {
	switch {
	case p.Draw:
		s = rand.Text()
	case terminal(a.stdin):
		s, err = askTwice(a)
	default:
		s, err = firstLine(a.stdin)
	}
	if err != nil {
		return "", "", err
	}
	if n := utf8.RuneCountInString(s); n < auth.MinPassword || n > auth.MaxPassword {
		return "", "", fault.New(fault.Invalid, "a password has %d to %d characters; this one has %d", auth.MinPassword, auth.MaxPassword, n)
	}
	hash, err = auth.HashPassword(s)
	return s, hash, err
}

// show prints a password that was drawn, once it is valid.
func (p password) show(a *app, s string) error {
	if !p.Draw {
		return nil
	}
	_, err := fmt.Fprintf(a.stdout, "password: %s\n", s)
	return err
}

// askTwice asks on the terminal without showing what is typed.
func askTwice(a *app) (string, error) {
	f, ok := a.stdin.(*os.File)
	if !ok {
		return "", errors.New("standard input is not a terminal")
	}
	var typed [2]string
	for i, prompt := range []string{"password: ", "again: "} {
		fmt.Fprint(a.stderr, prompt)
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(a.stderr)
		if err != nil {
			return "", fmt.Errorf("read the password: %w", err)
		}
		typed[i] = string(b)
	}
	if typed[0] != typed[1] {
		return "", fault.New(fault.Invalid, "the two passwords are not the same")
	}
	return typed[0], nil
}

// firstLine reads a password from a pipe.
func firstLine(r io.Reader) (string, error) {
	s, err := bufio.NewReader(io.LimitReader(r, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", fmt.Errorf("read the password: %w", err)
	}
	if s = strings.TrimRight(s, "\r\n"); s == "" {
		return "", fault.New(fault.Invalid, "no password on standard input; give one as its first line, or --draw one")
	}
	return s, nil
}

// maxStaffName is the most runes of a shown name.
const maxStaffName = 60

type staffAddCmd struct {
	staffData
	password
	ID   chat.AgentID `arg:"" name:"sign-in-name" help:"Letters, digits and signs, at most 64; cannot be changed."`
	Name string       `help:"Shown to customers and colleagues; the sign-in name where not given."`
	Role chat.Role    `help:"What the person may do: one of ${enum} (${default})." enum:"agent,editor,supervisor,admin" default:"agent"`
}

// Run adds a member of staff.
func (c *staffAddCmd) Run(a *app) error {
	name := c.Name
	if name == "" {
		name = string(c.ID)
	}
	if err := text.Check(name, maxStaffName); err != nil {
		return fault.New(fault.Invalid, "the name %w", err)
	}
	s, hash, err := c.get(a)
	if err != nil {
		return err
	}
	if err := a.changeStaff(c.Data, staffChange{Op: opAdd, ID: c.ID, Name: name, Role: c.Role, Hash: hash}, "added"); err != nil {
		return err
	}
	return c.show(a, s)
}

type staffDisableCmd struct {
	staffData
	ID chat.AgentID `arg:"" name:"sign-in-name" help:"As \"yiwen staff list\" shows it."`
}

// Run disables a member of staff; sessions end at once.
func (c *staffDisableCmd) Run(a *app) error {
	return a.changeStaff(c.Data, staffChange{Op: opDisable, ID: c.ID}, "disabled")
}

type staffEnableCmd struct {
	staffData
	ID chat.AgentID `arg:"" name:"sign-in-name" help:"As \"yiwen staff list\" shows it."`
}

// Run enables a member of staff.
func (c *staffEnableCmd) Run(a *app) error {
	return a.changeStaff(c.Data, staffChange{Op: opEnable, ID: c.ID}, "enabled")
}

type staffPasswordCmd struct {
	staffData
	password
	ID chat.AgentID `arg:"" name:"sign-in-name" help:"As \"yiwen staff list\" shows it."`
}

// Run sets a new password.
func (c *staffPasswordCmd) Run(a *app) error {
	s, hash, err := c.get(a)
	if err != nil {
		return err
	}
	if err := a.changeStaff(c.Data, staffChange{Op: opPassword, ID: c.ID, Hash: hash}, "set the password of"); err != nil {
		return err
	}
	return c.show(a, s)
}

// changeStaff has one change made and says so. Only adding somebody may begin a
// data folder.
func (a *app) changeStaff(data string, c staffChange, done string) error {
	if c.Op != opAdd {
		if err := needFolder(data); err != nil {
			return err
		}
	}
	return a.withOffice(data, "staff", func(o office) error {
		if err := o.changeStaff(a.ctx, c); err != nil {
			return err
		}
		_, err := fmt.Fprintf(a.stdout, "%s %s\n", done, c.ID)
		return err
	})
}

type staffListCmd struct{ staffData }

// Run prints a table of everybody.
func (c *staffListCmd) Run(a *app) error {
	if err := needFolder(c.Data); err != nil {
		return err
	}
	return a.withOffice(c.Data, "staff", func(o office) error {
		list, err := o.staff(a.ctx)
		if err != nil {
			return err
		}
		t := table.NewWriter()
		t.SetStyle(table.StyleLight)
		t.AppendHeader(table.Row{"sign-in name", "name", "role", "since", "state"})
		for _, m := range list {
			state := "active"
			if m.Disabled {
				state = "disabled"
			}
			t.AppendRow(table.Row{m.ID, m.Name, m.Role, m.CreatedAt.Format("2006-01-02"), state})
		}
		_, err = fmt.Fprintln(a.stdout, t.Render())
		return err
	})
}

package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"golang.org/x/term"

	"yiwen/bot/chat"
	"yiwen/bot/fault"
	"yiwen/bot/server/auth"
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
	Data string `help:"Data folder; made where it is missing." default:"data" env:"YIWEN_DATA" placeholder:"DIR"`
}

// password is how a password gets in.
type password struct {
	Draw bool `help:"Draw a password at random and print it."`
}

// hash returns the stored form of the password that the operator gives.
func (p password) hash(a *app) (string, error) {
	var s string
	var err error
	switch {
	case p.Draw:
		s = rand.Text()
	case terminal(a.stdin):
		s, err = askTwice(a)
	default:
		s, err = firstLine(a.stdin)
	}
	if err != nil {
		return "", err
	}
	hash, err := auth.HashPassword(s)
	if err != nil {
		return "", err
	}
	if p.Draw {
		if _, err := fmt.Fprintf(a.stdout, "password: %s\n", s); err != nil {
			return "", err // nobody would know the password
		}
	}
	return hash, nil
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

type staffAddCmd struct {
	staffData
	password
	ID   chat.AgentID `arg:"" name:"sign-in-name" help:"Letters, digits and signs, at most 64; cannot be changed."`
	Name string       `help:"Shown to customers and colleagues; the sign-in name where not given."`
	Role chat.Role    `help:"${enum}." enum:"agent,editor,supervisor,admin" default:"agent"`
}

// Run adds a member of staff.
func (c *staffAddCmd) Run(a *app) error {
	hash, err := c.hash(a)
	if err != nil {
		return err
	}
	name := c.Name
	if name == "" {
		name = string(c.ID)
	}
	return a.changeStaff(c.Data, staffChange{Op: opAdd, ID: c.ID, Name: name, Role: c.Role, Hash: hash}, "added")
}

type staffDisableCmd struct {
	staffData
	ID chat.AgentID `arg:"" name:"sign-in-name"`
}

// Run disables a member of staff; sessions end at once.
func (c *staffDisableCmd) Run(a *app) error {
	return a.changeStaff(c.Data, staffChange{Op: opDisable, ID: c.ID}, "disabled")
}

type staffEnableCmd struct {
	staffData
	ID chat.AgentID `arg:"" name:"sign-in-name"`
}

// Run enables a member of staff.
func (c *staffEnableCmd) Run(a *app) error {
	return a.changeStaff(c.Data, staffChange{Op: opEnable, ID: c.ID}, "enabled")
}

type staffPasswordCmd struct {
	staffData
	password
	ID chat.AgentID `arg:"" name:"sign-in-name"`
}

// Run sets a new password.
func (c *staffPasswordCmd) Run(a *app) error {
	hash, err := c.hash(a)
	if err != nil {
		return err
	}
	return a.changeStaff(c.Data, staffChange{Op: opPassword, ID: c.ID, Hash: hash}, "set the password of")
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

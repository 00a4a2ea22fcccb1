// Command yiwen is the whole of Yiwen (一问) in one binary: the chat server and
// the tools around it. It is the only place where the rooms are put together.
//
// It promises its exit codes: 0 done, 1 failed, 2 used wrongly or given bad
// input. Results go to standard output, everything else to standard error.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // a bare machine may know no time zones

	"github.com/alecthomas/kong"

	"yiwen/bot/fault"
)

// The exit codes.
const (
	exitOK     = 0
	exitFailed = 1 // it was asked rightly and did not work
	exitUsage  = 2 // wrong flags, a bad file, a bad line
)

// cli is the command line. The text in the tags is what --help teaches.
type cli struct {
	Serve   serveCmd       `cmd:"" help:"Run the chat server."`
	Ask     askCmd         `cmd:"" help:"Ask the bot without a server: JSON lines in, JSON lines out."`
	Eval    evalModes      `cmd:"" help:"Measure how well questions find their entry, and the whole bot."`
	Import  importCmd      `cmd:"" help:"Make a content pack the content of a data folder."`
	Export  exportCmd      `cmd:"" help:"Write the content of a data folder as a content pack."`
	Staff   staffCmd       `cmd:"" help:"Add, list, disable and re-key the people behind desk and console."`
	Key     identityKeyCmd `cmd:"" name:"identity-key" help:"Print the key that a shop signs its customers in with."`
	Bench   benchCmd       `cmd:"" help:"Put a running server under load and measure it."`
	Version versionCmd     `cmd:"" help:"Print the version."`
}

const description = `Yiwen (一问): a self-hosted, Chinese-first customer-service chat server.

First steps:
  yiwen serve --pack testdata/xingka --data data --demo
  echo '{"text":"充值没到账"}' | yiwen ask --pack testdata/xingka
  yiwen import testdata/xingka --data data

Run "yiwen COMMAND --help" for the flags and examples of a command.
Exit codes: 0 done, 1 failed, 2 wrong usage or bad input.`

// app is what the commands share: the world around the program.
type app struct {
	ctx    context.Context // done when the operator wants the program to end
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	clock  func() time.Time
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	code := run(os.Args[1:], &app{ctx: ctx, stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, clock: time.Now})
	stop()
	os.Exit(code)
}

// run carries out one command line and returns the exit code.
func run(args []string, a *app) int {
	var c cli
	ended := false // --help was answered; kong would end the process here
	parser, err := kong.New(&c,
		kong.Name("yiwen"),
		kong.Description(description),
		kong.Writers(a.stdout, a.stderr),
		kong.Exit(func(int) { ended = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Configuration(loadConfig),
		kong.Bind(a),
	)
	if err != nil {
		fmt.Fprintln(a.stderr, "yiwen:", err) // a mistake in the tags above
		return exitFailed
	}
	ctx, err := parser.Parse(args)
	if ended {
		return exitOK
	}
	if err != nil {
		fmt.Fprintf(a.stderr, "yiwen: %v\n", err)
		fmt.Fprintln(a.stderr, `Run "yiwen --help" for usage.`)
		return exitUsage
	}
	return a.exit(ctx.Run(a))
}

// exit reports err and returns the exit code that it means.
func (a *app) exit(err error) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, context.Canceled) && a.ctx.Err() != nil:
		fmt.Fprintln(a.stderr, "yiwen: interrupted")
		return exitFailed
	case fault.Is(err, fault.Invalid):
		fmt.Fprintln(a.stderr, err)
		return exitUsage
	}
	fmt.Fprintf(a.stderr, "yiwen: %v\n", err)
	return exitFailed
}

// Package bot is the engine: it carries out one command in one conversation at
// a time, decides what the bot says, and hands the conversation to people.
package bot

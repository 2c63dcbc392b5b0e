package main

import (
	"fmt"
	"os"
	"time"

	"github.com/gophercloud/gophercloud/pagination"
)

// step starts a step: everything printed from here on belongs to it.
func step(name string) {
	fmt.Printf("# step %s\n", name)
}

// must ends the scenario if a call of the client has failed.
func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// expect ends the scenario with one line that states the expected and the actual value.
func expect(condition bool, expected string, actual any) {
	if !condition {
		must(fmt.Errorf("expected %s, got %v", expected, actual))
	}
}

// waitFor calls read every 200 ms until it returns the expected value; it ends the scenario after a minute.
func waitFor(expected string, read func() string) {
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(200 * time.Millisecond) {
		actual := read()
		if actual == expected {
			return
		}
		expect(time.Now().Before(deadline), expected+" within a minute", actual)
	}
}

// setting reads the environment: setting("FLAVOR") is CLIENT_FLAVOR.
func setting(name string) string {
	value, isSet := os.LookupEnv("CLIENT_" + name)
	expect(isSet, "CLIENT_"+name+" in the environment", "nothing")
	return value
}

// all reads every page of a list.
func all[Item any](pager pagination.Pager, extract func(pagination.Page) ([]Item, error)) []Item {
	pages, err := pager.AllPages()
	must(err)
	items, err := extract(pages)
	must(err)
	return items
}

func contains[Item any](items []Item, expected string, name func(Item) string) bool {
	for _, item := range items {
		if name(item) == expected {
			return true
		}
	}
	return false
}

func expectListed[Item any](items []Item, expected string, name func(Item) string) {
	expect(contains(items, expected, name), expected, items)
}

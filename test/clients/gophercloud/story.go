package main

import (
	"fmt"
	"os"
	"time"

	"github.com/gophercloud/gophercloud/pagination"
)

// step announces what comes next: everything printed from here on belongs to it.
func step(name string) {
	fmt.Printf("# step %s\n", name)
}

// must ends the story when a call of the client has failed.
func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func expect(isSo bool, wanted string, seen any) {
	if !isSo {
		must(fmt.Errorf("expected %s, saw %v", wanted, seen))
	}
}

// until looks every fifth of a second, for a minute at most, until it sees what is wanted.
func until(wanted string, look func() string) {
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(200 * time.Millisecond) {
		seen := look()
		if seen == wanted {
			return
		}
		expect(time.Now().Before(deadline), wanted+" within a minute", seen)
	}
}

// cloud is what the story works with: cloud("FLAVOR") is CLIENT_FLAVOR.
func cloud(name string) string {
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

func contains[Item any](items []Item, wanted string, name func(Item) string) bool {
	for _, item := range items {
		if name(item) == wanted {
			return true
		}
	}
	return false
}

func expectListed[Item any](items []Item, wanted string, name func(Item) string) {
	expect(contains(items, wanted, name), wanted, items)
}

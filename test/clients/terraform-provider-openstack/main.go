// The OpenStack provider of Terraform and OpenTofu, as its own main does it: the Go module proxy has the library of this
// release, but no list of its releases, which `go install` asks for.
package main

import (
	"github.com/hashicorp/terraform-plugin-sdk/v2/plugin"
	"github.com/terraform-provider-openstack/terraform-provider-openstack/openstack"
)

func main() {
	plugin.Serve(&plugin.ServeOpts{ProviderFunc: openstack.Provider})
}

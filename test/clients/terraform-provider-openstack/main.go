// The OpenStack provider of Terraform and OpenTofu, started as in its own main package. `go install` cannot build it: the Go
// module proxy has the module of this release but no list of the releases.
package main

import (
	"github.com/hashicorp/terraform-plugin-sdk/v2/plugin"
	"github.com/terraform-provider-openstack/terraform-provider-openstack/openstack"
)

func main() {
	plugin.Serve(&plugin.ServeOpts{ProviderFunc: openstack.Provider})
}

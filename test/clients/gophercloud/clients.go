package main

import (
	"os"

	"github.com/gophercloud/gophercloud"
	"github.com/gophercloud/gophercloud/openstack"
)

// services are the service clients of the scenario.
type services struct {
	compute, image, network, volume *gophercloud.ServiceClient
}

// signIn authenticates with the OS_* variables; the URL in OS_AUTH_URL determines the identity version.
func signIn() services {
	options, err := openstack.AuthOptionsFromEnv()
	must(err)
	options.DomainID = os.Getenv("OS_USER_DOMAIN_ID")
	provider, err := openstack.AuthenticatedClient(options)
	must(err)
	region := gophercloud.EndpointOpts{Region: os.Getenv("OS_REGION_NAME")}
	open := func(
		client func(*gophercloud.ProviderClient, gophercloud.EndpointOpts) (*gophercloud.ServiceClient, error),
	) *gophercloud.ServiceClient {
		service, err := client(provider, region)
		must(err)
		return service
	}
	return services{
		compute: open(openstack.NewComputeV2),
		image:   open(openstack.NewImageServiceV2),
		network: open(openstack.NewNetworkV2),
		volume:  open(openstack.NewBlockStorageV3),
	}
}

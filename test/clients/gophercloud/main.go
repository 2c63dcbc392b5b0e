// Server lifecycle with gophercloud, in the major version that the vendor's Terraform provider uses. The client accepts only
// the status codes of Nova for each operation.
package main

import (
	"github.com/gophercloud/gophercloud"
	"github.com/gophercloud/gophercloud/openstack/blockstorage/v3/volumes"
	"github.com/gophercloud/gophercloud/openstack/compute/v2/extensions/availabilityzones"
	"github.com/gophercloud/gophercloud/openstack/compute/v2/extensions/bootfromvolume"
	"github.com/gophercloud/gophercloud/openstack/compute/v2/extensions/keypairs"
	"github.com/gophercloud/gophercloud/openstack/compute/v2/extensions/secgroups"
	"github.com/gophercloud/gophercloud/openstack/compute/v2/extensions/startstop"
	"github.com/gophercloud/gophercloud/openstack/compute/v2/extensions/volumeattach"
	"github.com/gophercloud/gophercloud/openstack/compute/v2/flavors"
	"github.com/gophercloud/gophercloud/openstack/compute/v2/servers"
	"github.com/gophercloud/gophercloud/openstack/imageservice/v2/images"
	"github.com/gophercloud/gophercloud/openstack/networking/v2/networks"
)

func main() {
	cloudServices := signIn()
	compute := cloudServices.compute
	readLists(cloudServices)

	step("create a keypair")
	key, err := keypairs.Create(compute, keypairs.CreateOpts{Name: "gopher-key"}).Extract()
	must(err)
	expect(key.PrivateKey != "", "a private key", key)

	step("boot")
	server, err := bootfromvolume.Create(compute, keypairs.CreateOptsExt{
		CreateOptsBuilder: bootfromvolume.CreateOptsExt{
			CreateOptsBuilder: createOptions("gopher-a", setting("FLAVOR")),
			BlockDevice: []bootfromvolume.BlockDevice{{
				SourceType: bootfromvolume.SourceImage, UUID: setting("IMAGE"), BootIndex: 0, VolumeSize: 20,
				DestinationType: bootfromvolume.DestinationVolume, DeleteOnTermination: true,
			}},
		},
		KeyName: "gopher-key",
	}).Extract()
	must(err)
	must(servers.WaitForStatus(compute, server.ID, "ACTIVE", 60))
	changePower(compute, server.ID)
	changeFlavor(compute, server.ID)
	changeVolumes(cloudServices, server.ID)
	changeGroups(compute, server.ID)

	step("snapshot")
	local, err := servers.Create(compute, createOptions("gopher-b", setting("LOCAL_FLAVOR"))).Extract()
	must(err)
	must(servers.WaitForStatus(compute, local.ID, "ACTIVE", 60))
	imageID, err := servers.CreateImage(compute, local.ID, servers.CreateImageOpts{Name: "gopher-image"}).ExtractImageID()
	must(err)
	waitFor("active", func() string {
		image, err := images.Get(cloudServices.image, imageID).Extract()
		must(err)
		return string(image.Status)
	})

	step("delete")
	for _, id := range []string{server.ID, local.ID} {
		must(servers.Delete(compute, id).ExtractErr())
		waitFor("deleted", func() string {
			remaining, err := servers.Get(compute, id).Extract()
			if _, isDeleted := err.(gophercloud.ErrDefault404); isDeleted {
				return "deleted"
			}
			must(err)
			return remaining.Status
		})
	}
	must(images.Delete(cloudServices.image, imageID).ExtractErr())
	must(keypairs.Delete(compute, key.Name, nil).ExtractErr())
}

func createOptions(name, flavor string) servers.CreateOpts {
	return servers.CreateOpts{
		Name: name, FlavorRef: flavor, ImageRef: setting("IMAGE"), AvailabilityZone: setting("ZONE"),
		Networks: []servers.Network{{UUID: setting("NETWORK")}},
	}
}

func readLists(cloudServices services) {
	step("list flavors")
	expectListed(all(flavors.ListDetail(cloudServices.compute, nil), flavors.ExtractFlavors), setting("FLAVOR"),
		func(flavor flavors.Flavor) string { return flavor.ID })
	step("list zones")
	expectListed(all(availabilityzones.List(cloudServices.compute), availabilityzones.ExtractAvailabilityZones), setting("ZONE"),
		func(zone availabilityzones.AvailabilityZone) string { return zone.ZoneName })
	step("list images")
	expectListed(all(images.List(cloudServices.image, nil), images.ExtractImages), setting("IMAGE"),
		func(image images.Image) string { return image.ID })
	step("list networks")
	expectListed(all(networks.List(cloudServices.network, nil), networks.ExtractNetworks), setting("NETWORK"),
		func(network networks.Network) string { return network.ID })
}

func changePower(compute *gophercloud.ServiceClient, id string) {
	step("stop")
	must(startstop.Stop(compute, id).ExtractErr())
	must(servers.WaitForStatus(compute, id, "SHUTOFF", 60))
	step("start")
	must(startstop.Start(compute, id).ExtractErr())
	must(servers.WaitForStatus(compute, id, "ACTIVE", 60))
	step("reboot")
	for _, method := range []servers.RebootMethod{servers.SoftReboot, servers.HardReboot} {
		must(servers.Reboot(compute, id, servers.RebootOpts{Type: method}).ExtractErr())
		must(servers.WaitForStatus(compute, id, "ACTIVE", 60))
	}
}

func changeFlavor(compute *gophercloud.ServiceClient, id string) {
	step("resize")
	must(servers.Resize(compute, id, servers.ResizeOpts{FlavorRef: setting("RESIZE_FLAVOR")}).ExtractErr())
	if setting("RESIZE") == "confirm" {
		must(servers.WaitForStatus(compute, id, "VERIFY_RESIZE", 60))
		must(servers.ConfirmResize(compute, id).ExtractErr())
	}
	waitFor(setting("RESIZE_FLAVOR"), func() string {
		resized, err := servers.Get(compute, id).Extract()
		must(err)
		return resized.Flavor["id"].(string)
	})
	must(servers.WaitForStatus(compute, id, "ACTIVE", 60))
}

func changeVolumes(cloudServices services, id string) {
	status := func() string {
		volume, err := volumes.Get(cloudServices.volume, setting("VOLUME")).Extract()
		must(err)
		return volume.Status
	}
	step("attach a volume")
	attachment, err := volumeattach.Create(cloudServices.compute, id, volumeattach.CreateOpts{VolumeID: setting("VOLUME")}).Extract()
	must(err)
	waitFor("in-use", status)
	expectListed(all(volumeattach.List(cloudServices.compute, id), volumeattach.ExtractVolumeAttachments), setting("VOLUME"),
		func(listed volumeattach.VolumeAttachment) string { return listed.VolumeID })
	step("detach a volume")
	must(volumeattach.Delete(cloudServices.compute, id, attachment.ID).ExtractErr())
	waitFor("available", status)
}

func changeGroups(compute *gophercloud.ServiceClient, id string) {
	isMember := func() bool {
		groups := all(secgroups.ListByServer(compute, id), secgroups.ExtractSecurityGroups)
		return contains(groups, setting("GROUP"), func(group secgroups.SecurityGroup) string { return group.Name })
	}
	step("add a group")
	must(secgroups.AddServer(compute, id, setting("GROUP")).ExtractErr())
	expect(isMember(), "the group", "none")
	step("remove a group")
	must(secgroups.RemoveServer(compute, id, setting("GROUP")).ExtractErr())
	expect(!isMember(), "no such group", "the group")
}

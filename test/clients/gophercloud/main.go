// A server's life with gophercloud, of the major version on which the vendor's Terraform provider is built. Of each
// operation it accepts the status codes of Nova and no others.
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
			CreateOptsBuilder: description("gopher-a", cloud("FLAVOR")),
			BlockDevice: []bootfromvolume.BlockDevice{{
				SourceType: bootfromvolume.SourceImage, UUID: cloud("IMAGE"), BootIndex: 0, VolumeSize: 20,
				DestinationType: bootfromvolume.DestinationVolume, DeleteOnTermination: true,
			}},
		},
		KeyName: "gopher-key",
	}).Extract()
	must(err)
	must(servers.WaitForStatus(compute, server.ID, "ACTIVE", 60))
	changePower(compute, server.ID)
	changeSize(compute, server.ID)
	changeVolumes(cloudServices, server.ID)
	changeGroups(compute, server.ID)

	step("snapshot")
	local, err := servers.Create(compute, description("gopher-b", cloud("LOCAL_FLAVOR"))).Extract()
	must(err)
	must(servers.WaitForStatus(compute, local.ID, "ACTIVE", 60))
	copied, err := servers.CreateImage(compute, local.ID, servers.CreateImageOpts{Name: "gopher-image"}).ExtractImageID()
	must(err)
	until("active", func() string {
		found, err := images.Get(cloudServices.image, copied).Extract()
		must(err)
		return string(found.Status)
	})

	step("delete")
	for _, id := range []string{server.ID, local.ID} {
		must(servers.Delete(compute, id).ExtractErr())
		until("gone", func() string {
			left, err := servers.Get(compute, id).Extract()
			if _, isGone := err.(gophercloud.ErrDefault404); isGone {
				return "gone"
			}
			must(err)
			return left.Status
		})
	}
	must(images.Delete(cloudServices.image, copied).ExtractErr())
	must(keypairs.Delete(compute, key.Name, nil).ExtractErr())
}

func description(name, flavor string) servers.CreateOpts {
	return servers.CreateOpts{
		Name: name, FlavorRef: flavor, ImageRef: cloud("IMAGE"), AvailabilityZone: cloud("ZONE"),
		Networks: []servers.Network{{UUID: cloud("NETWORK")}},
	}
}

func readLists(cloudServices services) {
	step("list flavors")
	expectListed(all(flavors.ListDetail(cloudServices.compute, nil), flavors.ExtractFlavors), cloud("FLAVOR"),
		func(flavor flavors.Flavor) string { return flavor.ID })
	step("list zones")
	expectListed(all(availabilityzones.List(cloudServices.compute), availabilityzones.ExtractAvailabilityZones), cloud("ZONE"),
		func(zone availabilityzones.AvailabilityZone) string { return zone.ZoneName })
	step("list images")
	expectListed(all(images.List(cloudServices.image, nil), images.ExtractImages), cloud("IMAGE"),
		func(image images.Image) string { return image.ID })
	step("list networks")
	expectListed(all(networks.List(cloudServices.network, nil), networks.ExtractNetworks), cloud("NETWORK"),
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
	for _, way := range []servers.RebootMethod{servers.SoftReboot, servers.HardReboot} {
		must(servers.Reboot(compute, id, servers.RebootOpts{Type: way}).ExtractErr())
		must(servers.WaitForStatus(compute, id, "ACTIVE", 60))
	}
}

func changeSize(compute *gophercloud.ServiceClient, id string) {
	step("resize")
	must(servers.Resize(compute, id, servers.ResizeOpts{FlavorRef: cloud("RESIZE_FLAVOR")}).ExtractErr())
	if cloud("RESIZE") == "confirm" {
		must(servers.WaitForStatus(compute, id, "VERIFY_RESIZE", 60))
		must(servers.ConfirmResize(compute, id).ExtractErr())
	}
	until(cloud("RESIZE_FLAVOR"), func() string {
		resized, err := servers.Get(compute, id).Extract()
		must(err)
		return resized.Flavor["id"].(string)
	})
	must(servers.WaitForStatus(compute, id, "ACTIVE", 60))
}

func changeVolumes(cloudServices services, id string) {
	status := func() string {
		volume, err := volumes.Get(cloudServices.volume, cloud("VOLUME")).Extract()
		must(err)
		return volume.Status
	}
	step("attach a volume")
	attachment, err := volumeattach.Create(cloudServices.compute, id, volumeattach.CreateOpts{VolumeID: cloud("VOLUME")}).Extract()
	must(err)
	until("in-use", status)
	expectListed(all(volumeattach.List(cloudServices.compute, id), volumeattach.ExtractVolumeAttachments), cloud("VOLUME"),
		func(listed volumeattach.VolumeAttachment) string { return listed.VolumeID })
	step("detach a volume")
	must(volumeattach.Delete(cloudServices.compute, id, attachment.ID).ExtractErr())
	until("available", status)
}

func changeGroups(compute *gophercloud.ServiceClient, id string) {
	isIn := func() bool {
		groups := all(secgroups.ListByServer(compute, id), secgroups.ExtractSecurityGroups)
		return contains(groups, cloud("GROUP"), func(group secgroups.SecurityGroup) string { return group.Name })
	}
	step("add a group")
	must(secgroups.AddServer(compute, id, cloud("GROUP")).ExtractErr())
	expect(isIn(), "the group", "none")
	step("remove a group")
	must(secgroups.RemoveServer(compute, id, cloud("GROUP")).ExtractErr())
	expect(!isIn(), "no such group", "it")
}

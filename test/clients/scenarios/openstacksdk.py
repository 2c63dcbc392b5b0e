"""A server's life with openstacksdk: the cloud layer, which waits by listing all servers, and the proxies below it."""

import openstack
from openstack.exceptions import ResourceNotFound
from story import cloud, expect, step, until

connection = openstack.connect()
compute = connection.compute


def wait(server, status):
    """The client believes the status of an object it has, so it is given a fresh one."""
    return compute.wait_for_server(compute.get_server(server.id), status=status, interval=0.2, wait=60)


step("list flavors")
expect(cloud.flavor in [flavor.id for flavor in compute.flavors()], cloud.flavor, "not listed")
step("list zones")
expect(cloud.zone in [zone.name for zone in compute.availability_zones()], cloud.zone, "not listed")
step("list images")
expect(cloud.image in [image.id for image in connection.image.images()], cloud.image, "not listed")
step("list networks")
network = connection.network.find_network(cloud.network_name, ignore_missing=False)
expect(network.id == cloud.network, cloud.network, network.id)
step("create a keypair")
key = compute.create_keypair(name="sdk-key")
expect("PRIVATE KEY" in key.private_key, "a private key", key)

step("boot")
server = connection.create_server(
    "sdk-a", image=cloud.image_name, flavor=cloud.flavor, network=cloud.network_name, key_name="sdk-key",
    boot_from_volume=True, volume_size=20, terminate_volume=True, auto_ip=False, wait=True, timeout=60,
)
expect(server.status == "ACTIVE", "ACTIVE", server.status)
expect(connection.list_servers(detailed=True)[0].addresses, "addresses", server.addresses)
step("stop")
compute.stop_server(server)
wait(server, "SHUTOFF")
step("start")
compute.start_server(server)
wait(server, "ACTIVE")
step("reboot")
compute.reboot_server(server, "SOFT")
wait(server, "ACTIVE")
step("resize")
compute.resize_server(server, cloud.resize_flavor)
if cloud.resize == "confirm":
    wait(server, "VERIFY_RESIZE")
    compute.confirm_server_resize(server)
until(cloud.resize_flavor, lambda: compute.get_server(server.id).flavor["id"])
until("ACTIVE", lambda: compute.get_server(server.id).status)

step("attach a volume")
volume = connection.get_volume(cloud.volume)
connection.attach_volume(compute.get_server(server.id), volume, wait=True, timeout=60)
expect(connection.get_volume(cloud.volume).status == "in-use", "in-use", volume.status)
step("detach a volume")
volume = connection.get_volume(cloud.volume)
connection.detach_volume(compute.get_server(server.id), volume, wait=True, timeout=60)
expect(connection.get_volume(cloud.volume).status == "available", "available", volume.status)
step("add a group")
connection.add_server_security_groups(server.id, [cloud.group])
groups = [group["name"] for group in compute.get_server(server.id).security_groups]
expect(cloud.group in groups, cloud.group, groups)
step("remove a group")
connection.remove_server_security_groups(server.id, [cloud.group])
groups = [group["name"] for group in compute.get_server(server.id).security_groups]
expect(cloud.group not in groups, f"no {cloud.group}", groups)

step("snapshot")
local = connection.create_server(
    "sdk-b", image=cloud.image, flavor=cloud.local_flavor, network=cloud.network, auto_ip=False, wait=True, timeout=60,
)
image = connection.create_image_snapshot("sdk-image", local.id, wait=True, timeout=60)
expect(image.status == "active", "active", image.status)
step("delete")
connection.delete_image(image.id)
for booted in [server.id, local.id]:
    expect(connection.delete_server(booted, wait=True, timeout=60), "deleted", booted)
    try:
        compute.get_server(booted)
    except ResourceNotFound:
        continue
    expect(False, "404", booted)
compute.delete_keypair("sdk-key")

"""Server lifecycle with openstacksdk: the cloud layer, which waits by listing all servers, and the proxies below it."""

import openstack
from openstack.exceptions import ResourceNotFound
from steps import expect, settings, step, wait_for

connection = openstack.connect()
compute = connection.compute


def wait_for_status(server, status):
    """Read the server first, because the client trusts the status of the object that it is given."""
    return compute.wait_for_server(compute.get_server(server.id), status=status, interval=0.2, wait=60)


step("list flavors")
expect(settings.flavor in [flavor.id for flavor in compute.flavors()], settings.flavor, "not listed")
step("list zones")
expect(settings.zone in [zone.name for zone in compute.availability_zones()], settings.zone, "not listed")
step("list images")
expect(settings.image in [image.id for image in connection.image.images()], settings.image, "not listed")
step("list networks")
network = connection.network.find_network(settings.network_name, ignore_missing=False)
expect(network.id == settings.network, settings.network, network.id)
step("create a keypair")
key = compute.create_keypair(name="sdk-key")
expect("PRIVATE KEY" in key.private_key, "a private key", key)

step("boot")
server = connection.create_server(
    "sdk-a", image=settings.image_name, flavor=settings.flavor, network=settings.network_name, key_name="sdk-key",
    boot_from_volume=True, volume_size=20, terminate_volume=True, auto_ip=False, wait=True, timeout=60,
)
expect(server.status == "ACTIVE", "ACTIVE", server.status)
expect(connection.list_servers(detailed=True)[0].addresses, "addresses", server.addresses)
step("stop")
compute.stop_server(server)
wait_for_status(server, "SHUTOFF")
step("start")
compute.start_server(server)
wait_for_status(server, "ACTIVE")
step("reboot")
compute.reboot_server(server, "SOFT")
wait_for_status(server, "ACTIVE")
step("resize")
compute.resize_server(server, settings.resize_flavor)
if settings.resize == "confirm":
    wait_for_status(server, "VERIFY_RESIZE")
    compute.confirm_server_resize(server)
wait_for(settings.resize_flavor, lambda: compute.get_server(server.id).flavor["id"])
wait_for("ACTIVE", lambda: compute.get_server(server.id).status)

step("attach a volume")
volume = connection.get_volume(settings.volume)
connection.attach_volume(compute.get_server(server.id), volume, wait=True, timeout=60)
expect(connection.get_volume(settings.volume).status == "in-use", "in-use", volume.status)
step("detach a volume")
volume = connection.get_volume(settings.volume)
connection.detach_volume(compute.get_server(server.id), volume, wait=True, timeout=60)
expect(connection.get_volume(settings.volume).status == "available", "available", volume.status)
step("add a group")
connection.add_server_security_groups(server.id, [settings.group])
groups = [group["name"] for group in compute.get_server(server.id).security_groups]
expect(settings.group in groups, settings.group, groups)
step("remove a group")
connection.remove_server_security_groups(server.id, [settings.group])
groups = [group["name"] for group in compute.get_server(server.id).security_groups]
expect(settings.group not in groups, f"no {settings.group}", groups)

step("snapshot")
local = connection.create_server(
    "sdk-b", image=settings.image, flavor=settings.local_flavor, network=settings.network, auto_ip=False, wait=True, timeout=60,
)
image = connection.create_image_snapshot("sdk-image", local.id, wait=True, timeout=60)
expect(image.status == "active", "active", image.status)
step("delete")
connection.delete_image(image.id)
for server_id in [server.id, local.id]:
    expect(connection.delete_server(server_id, wait=True, timeout=60), "deleted", server_id)
    try:
        compute.get_server(server_id)
    except ResourceNotFound:
        continue
    expect(False, "404", server_id)
compute.delete_keypair("sdk-key")

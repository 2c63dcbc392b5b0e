"""A server's life with the OpenStack driver of Apache Libcloud."""

import os

from libcloud.compute.providers import get_driver
from libcloud.compute.types import NodeState, Provider
from story import cloud, expect, step, until

auth_version, tokens = {"3": ("3.x_password", "/auth/tokens"), "2": ("2.0_password", "/tokens")}[
    os.environ["OS_IDENTITY_API_VERSION"]
]
driver = get_driver(Provider.OPENSTACK)(
    os.environ["OS_USERNAME"],
    os.environ["OS_PASSWORD"],
    ex_force_auth_url=os.environ["OS_AUTH_URL"] + tokens,
    ex_force_auth_version=auth_version,
    ex_tenant_name=cloud.tenant_name,
    ex_force_service_region=os.environ["OS_REGION_NAME"],
    api_version="2.2",
)


def chosen(items, wanted):
    """The item of a list with an id; to find it is part of the story."""
    expect(wanted in [item.id for item in items], wanted, items)
    return next(item for item in items if item.id == wanted)


def node(booted):
    return driver.ex_get_node_details(booted.id)


def wait(booted, state):
    until(state, lambda: node(booted).state)


def task(booted):
    return node(booted).extra["task_state"]


step("list flavors")
sizes = driver.list_sizes()
size, larger, local = (chosen(sizes, each) for each in (cloud.flavor, cloud.resize_flavor, cloud.local_flavor))
step("list images")
image = chosen(driver.list_images(), cloud.image)
step("list networks")
network = chosen(driver.ex_list_networks(), cloud.network)
step("create a keypair")
key = driver.create_key_pair("libcloud-key")
expect("PRIVATE KEY" in key.private_key, "a private key", key)

step("boot")
groups = [group for group in driver.ex_list_security_groups() if group.name in ("default", cloud.group)]
root = {
    "source_type": "image", "uuid": image.id, "boot_index": 0, "destination_type": "volume", "volume_size": 20,
    "delete_on_termination": True,
}
booted = driver.create_node(
    "libcloud-a", size, image, ex_keyname=key.name, networks=[network], ex_blockdevicemappings=[root],
    ex_security_groups=groups, ex_availability_zone=cloud.zone,
)
wait(booted, NodeState.RUNNING)
expect(node(booted).private_ips, "an address", node(booted))
step("stop")
driver.stop_node(booted)
wait(booted, NodeState.STOPPED)
step("start")
driver.start_node(booted)
wait(booted, NodeState.RUNNING)
step("reboot")
for reboot in (driver.ex_soft_reboot_node, driver.ex_hard_reboot_node):
    reboot(booted)
    until(None, lambda: task(booted))
    wait(booted, NodeState.RUNNING)
step("resize")
driver.ex_resize(booted, larger)
if cloud.resize == "confirm":
    until("resized", lambda: node(booted).extra["vm_state"])
    driver.ex_confirm_resize(booted)
until("active", lambda: node(booted).extra["vm_state"])
until(larger.id, lambda: node(booted).extra["flavorId"])

step("attach a volume")
volume = driver.ex_get_volume(cloud.volume)
expect(driver.attach_volume(booted, volume), "attached", volume)
until("inuse", lambda: driver.ex_get_volume(volume.id).state)
step("detach a volume")
expect(driver.detach_volume(driver.ex_get_volume(volume.id)), "detached", volume)
until("available", lambda: driver.ex_get_volume(volume.id).state)
step("remove a group")
names = [group.name for group in driver.ex_get_node_security_groups(booted)]
expect(cloud.group in names, cloud.group, names)
driver.ex_remove_security_group_from_node(next(group for group in groups if group.name == cloud.group), booted)
names = [group.name for group in driver.ex_get_node_security_groups(booted)]
expect(cloud.group not in names, f"no {cloud.group}", names)

step("snapshot")
copied = driver.create_node("libcloud-b", local, image, networks=[network])
wait(copied, NodeState.RUNNING)
snapshot = driver.create_image(copied, "libcloud-image")
until("active", lambda: driver.get_image(snapshot.id).extra["status"])
step("delete")
driver.delete_image(snapshot)
for gone in (booted, copied):
    expect(driver.destroy_node(gone), "deleted", gone)
    until(None, lambda: node(gone))
    expect(gone.id not in [each.id for each in driver.list_nodes()], "no such node", gone)
driver.delete_key_pair(key)

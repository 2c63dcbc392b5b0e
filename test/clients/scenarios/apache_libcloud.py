"""Server lifecycle with the OpenStack driver of Apache Libcloud."""

import os

from libcloud.compute.providers import get_driver
from libcloud.compute.types import NodeState, Provider
from steps import expect, settings, step, wait_for

auth_version, tokens = {"3": ("3.x_password", "/auth/tokens"), "2": ("2.0_password", "/tokens")}[
    os.environ["OS_IDENTITY_API_VERSION"]
]
driver = get_driver(Provider.OPENSTACK)(
    os.environ["OS_USERNAME"],
    os.environ["OS_PASSWORD"],
    ex_force_auth_url=os.environ["OS_AUTH_URL"] + tokens,
    ex_force_auth_version=auth_version,
    ex_tenant_name=settings.tenant_name,
    ex_force_service_region=os.environ["OS_REGION_NAME"],
    api_version="2.2",
)


def find_by_id(items, item_id):
    """Find an item of a list by its id; the scenario fails if it is missing."""
    expect(item_id in [item.id for item in items], item_id, items)
    return next(item for item in items if item.id == item_id)


def read_node(node):
    return driver.ex_get_node_details(node.id)


def wait_for_state(node, state):
    wait_for(state, lambda: read_node(node).state)


def task_state(node):
    return read_node(node).extra["task_state"]


step("list flavors")
sizes = driver.list_sizes()
size, larger, local = (find_by_id(sizes, flavor) for flavor in (settings.flavor, settings.resize_flavor, settings.local_flavor))
step("list images")
image = find_by_id(driver.list_images(), settings.image)
step("list networks")
network = find_by_id(driver.ex_list_networks(), settings.network)
step("create a keypair")
key = driver.create_key_pair("libcloud-key")
expect("PRIVATE KEY" in key.private_key, "a private key", key)

step("boot")
groups = [group for group in driver.ex_list_security_groups() if group.name in ("default", settings.group)]
root = {
    "source_type": "image", "uuid": image.id, "boot_index": 0, "destination_type": "volume", "volume_size": 20,
    "delete_on_termination": True,
}
node = driver.create_node(
    "libcloud-a", size, image, ex_keyname=key.name, networks=[network], ex_blockdevicemappings=[root],
    ex_security_groups=groups, ex_availability_zone=settings.zone,
)
wait_for_state(node, NodeState.RUNNING)
expect(read_node(node).private_ips, "an address", read_node(node))
step("stop")
driver.stop_node(node)
wait_for_state(node, NodeState.STOPPED)
step("start")
driver.start_node(node)
wait_for_state(node, NodeState.RUNNING)
step("reboot")
for reboot in (driver.ex_soft_reboot_node, driver.ex_hard_reboot_node):
    reboot(node)
    wait_for(None, lambda: task_state(node))
    wait_for_state(node, NodeState.RUNNING)
step("resize")
driver.ex_resize(node, larger)
if settings.resize == "confirm":
    wait_for("resized", lambda: read_node(node).extra["vm_state"])
    driver.ex_confirm_resize(node)
wait_for(larger.id, lambda: read_node(node).extra["flavorId"])
# The server shows the new flavor before the task is over, and vm_state is "active" before it begins, too.
wait_for(("active", None), lambda: (read_node(node).extra["vm_state"], task_state(node)))

step("attach a volume")
volume = driver.ex_get_volume(settings.volume)
expect(driver.attach_volume(node, volume), "attached", volume)
wait_for("inuse", lambda: driver.ex_get_volume(volume.id).state)
step("detach a volume")
expect(driver.detach_volume(driver.ex_get_volume(volume.id)), "detached", volume)
wait_for("available", lambda: driver.ex_get_volume(volume.id).state)
step("remove a group")
names = [group.name for group in driver.ex_get_node_security_groups(node)]
expect(settings.group in names, settings.group, names)
driver.ex_remove_security_group_from_node(next(group for group in groups if group.name == settings.group), node)
names = [group.name for group in driver.ex_get_node_security_groups(node)]
expect(settings.group not in names, f"no {settings.group}", names)

step("snapshot")
local_node = driver.create_node("libcloud-b", local, image, networks=[network])
wait_for_state(local_node, NodeState.RUNNING)
snapshot = driver.create_image(local_node, "libcloud-image")
wait_for("active", lambda: driver.get_image(snapshot.id).extra["status"])
step("delete")
driver.delete_image(snapshot)
for deleted in (node, local_node):
    expect(driver.destroy_node(deleted), "deleted", deleted)
    wait_for(None, lambda: read_node(deleted))
    expect(deleted.id not in [listed.id for listed in driver.list_nodes()], "no such node", deleted)
driver.delete_key_pair(key)

# One server with everything that the scenario changes. Image and network are looked up by name, as users do.
terraform {
  required_providers {
    openstack = { source = "terraform-provider-openstack/openstack" }
  }
}

provider "openstack" {}

variable "image" { type = string }
variable "network" { type = string }
variable "flavor" { type = string }
variable "volume" { type = string }
variable "groups" { type = list(string) }
variable "power" { type = string }
variable "is_attached" { type = bool }

data "openstack_compute_flavor_v2" "chosen" {
  flavor_id = var.flavor
}

data "openstack_compute_availability_zones_v2" "all" {}

data "openstack_images_image_v2" "chosen" {
  name = var.image
}

data "openstack_networking_network_v2" "chosen" {
  name = var.network
}

resource "openstack_compute_keypair_v2" "key" {
  name = "terraform-key"
}

resource "openstack_compute_instance_v2" "server" {
  name              = "terraform-a"
  flavor_id         = data.openstack_compute_flavor_v2.chosen.id
  availability_zone = data.openstack_compute_availability_zones_v2.all.names[0]
  key_pair          = openstack_compute_keypair_v2.key.name
  security_groups   = var.groups
  power_state       = var.power
  metadata          = { kept-by = "terraform" }

  block_device {
    uuid                  = data.openstack_images_image_v2.chosen.id
    source_type           = "image"
    destination_type      = "volume"
    volume_size           = 20
    boot_index            = 0
    delete_on_termination = true
  }

  network {
    uuid = data.openstack_networking_network_v2.chosen.id
  }
}

resource "openstack_compute_volume_attach_v2" "attachment" {
  count       = var.is_attached ? 1 : 0
  instance_id = openstack_compute_instance_v2.server.id
  volume_id   = var.volume
}

output "flavor" { value = data.openstack_compute_flavor_v2.chosen.id }
output "zones" { value = data.openstack_compute_availability_zones_v2.all.names }
output "image" { value = data.openstack_images_image_v2.chosen.id }
output "network" { value = data.openstack_networking_network_v2.chosen.id }
output "server" { value = openstack_compute_instance_v2.server.id }
output "address" { value = openstack_compute_instance_v2.server.access_ip_v4 }

// Tests of the Maintenance module.

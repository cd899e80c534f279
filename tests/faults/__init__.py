"""What the tests of faults need: amounts, programs that suffer, disks, rubbish."""

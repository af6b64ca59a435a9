"""What `make` calls to install, start and test Ouroboros. Plain Python, standard library only:

it runs before anything is installed, with any Python 3.11 or newer. One module, one purpose.
"""

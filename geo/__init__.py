"""Geometry and geodesy on the WGS 84 ellipsoid, and the files that hold it.

Positions are longitude and latitude in degrees, longitude first (EPSG:4326), unless a name says
otherwise. Lengths are kilometres, areas square kilometres, directions degrees clockwise from north.
Nothing here knows what a zone is or has heard of a country.
"""

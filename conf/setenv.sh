#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# To be put into bin/ of Tomcat for manager="process": lets Spillway hand sockets and files to its manager process.
CATALINA_OPTS="$CATALINA_OPTS --add-opens=java.base/sun.nio.ch=ALL-UNNAMED"

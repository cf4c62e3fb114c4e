/* SPDX-License-Identifier: Apache-2.0 */
/** Main servers and terminals inside a Tomcat, one element each, and the Tomcat that runs one by itself. The only package that knows Tomcat. */
package dev.spillway.relay.tomcat;

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The live page of a main server. It is loaded by anybody, as there is nothing in it; what it shows, it asks from {@link dev.spillway.relay.admin}, as an
 * administrator does. Dialog, colours and formats are those of the page of the valve.
 */
package dev.spillway.relay.tomcat.page;

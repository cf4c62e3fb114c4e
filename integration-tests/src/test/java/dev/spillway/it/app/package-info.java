/* SPDX-License-Identifier: Apache-2.0 */
/** Filters and servlets that the tests put into web applications; they run inside Tomcat, not in the tests. */
package dev.spillway.it.app;

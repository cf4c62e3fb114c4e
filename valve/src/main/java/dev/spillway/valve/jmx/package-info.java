/* SPDX-License-Identifier: Apache-2.0 */
/** Managers in JMX, in the domain of Tomcat and beside the valve. */
package dev.spillway.valve.jmx;

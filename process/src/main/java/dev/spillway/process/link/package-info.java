/* SPDX-License-Identifier: Apache-2.0 */
/** What both ends of the connection between a valve and a manager have in common. */
package dev.spillway.process.link;

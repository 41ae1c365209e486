// SPDX-License-Identifier: Apache-2.0
//
// main.cpp: the entry of the unit test program; every other file in this folder only adds cases.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

// SPDX-License-Identifier: Apache-2.0
//
// The forms of the language that a policy is made of: which operation over what, which key with what.
// In: the text of a policy. Out: one line a form, `minus:money(fact:money, fact:money)`.
// Never says what a form means.
// Tested by oracle.forms.
#pragma once

#include <set>
#include <string>

namespace oracle {

/// Of a policy that the library accepts.
std::set<std::string> forms_of(const std::string& policy);

}  // namespace oracle

// Words by which people are found: one canonical form, made in one place, kept in the transaction of every change.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "model/user.hh"
#include "store/database.hh"

namespace doorward::store {

/// A word in the database is cut here; so is what is looked for.
constexpr std::size_t word_max = 64;

/// Of a text that somebody looks for, or that belongs to a person: case folded, split where neither a letter nor a
/// digit stands. Whole addresses stay whole.
std::vector<std::string> words_in(std::string_view text);
/// The address, its words, and those of the names: sorted, each once, 24 at most.
std::vector<std::string> words_of(const User& user);

/// Does every one of `sought` begin a word of this person?
bool is_found(const User& user, const std::vector<std::string>& sought);

/// In the running transaction.
void add_words(TenantDb& db, const User& user);
void remove_words(TenantDb& db, UserId user);
void replace_words(TenantDb& db, const User& user);

}  // namespace doorward::store

// What a step of teaching reads: sequences of the corpus as they stand there, and others in which a text is preceded by
// the one that follows it, as where a gap in a finished file is filled ("suffix, prefix, middle" of Bavarian et al. 2022,
// https://arxiv.org/abs/2207.14255).
#pragma once
#include <algorithm>
#include <random>
#include <vector>
#include "layout.h"
#include "scored.h"

typedef std::vector<uint16_t> Tokens;

/** What a sequence is read as, and what comes after each of its tokens. */
struct Lesson {
  uint16_t tokens[LENGTH], next[LENGTH];
  int length = 0;

  /** @param counts whether it could be foretold */
  void add(uint16_t token, bool counts) {
    if (length > 0) next[length - 1] = counts ? token : NONE;
    tokens[length++] = token;
  }

  /** With nothing more to tell. */
  void finish() {
    while (length < LENGTH) add(0, false);
    next[LENGTH - 1] = NONE;
  }
};

/** Classes that stand for more than a spelling. */
struct Signs {
  uint16_t file_mark, name_mark;
  /** By class. */
  std::vector<uint8_t> is_break;

  /** @param all the two marks, and the classes of line breaks */
  Signs(const Tokens& all, int classes) : file_mark(all[0]), name_mark(all[1]), is_break(classes, 0) {
    for (size_t i = 2; i < all.size(); i++) is_break[all[i]] = 1;
  }
};

/** Gives out places of sequences: all of them in another order each time. */
class Places {
 public:
  Places(size_t tokens, std::mt19937& random) : tokens(tokens), random(random) {}

  size_t next() {
    if (left.empty()) {
      for (size_t at = random() % LENGTH; at + 2 * LENGTH < tokens; at += LENGTH) left.push_back(at);
      std::shuffle(left.begin(), left.end(), random);
    }
    const size_t at = left.back();
    left.pop_back();
    return at;
  }

 private:
  size_t tokens;
  std::mt19937& random;
  std::vector<size_t> left;
};

/** Tokens of what follows that are shown, and of texts before it. */
constexpr int FOLLOWING = 64, LEAST_TEXT = 32, MOST_TEXT = 352;
/** A gap ends with a line, if one ends so near. */
constexpr int NEAR_BREAK = 48;

/** A text, and what follows it. */
struct Passage {
  size_t from, to, following;
};

/** The text of at most `most` tokens at a place, of one file. */
inline Passage passage_at(const Tokens& all, const Signs& signs, size_t from, int most) {
  size_t to = from + most;
  for (size_t back = 0; back < NEAR_BREAK && to - back > from + LEAST_TEXT / 2; back++) {
    if (signs.is_break[all[to - back - 1]]) {
      to -= back;
      break;
    }
  }
  for (size_t at = to; at > from; at--) {
    if (all[at - 1] != signs.file_mark) continue;
    from = at - 1;
    break;
  }
  size_t following = to;
  while (following < to + FOLLOWING && all[following] != signs.file_mark) following++;
  return {from, to, following};
}

/** Shows what follows, and the text then. */
inline void show(Lesson& lesson, const Tokens& all, const Signs& signs, const Passage& passage, bool with_following) {
  if (with_following && passage.following > passage.to) {
    for (size_t at = passage.to; at < passage.following; at++) lesson.add(all[at], at > passage.to);
    for (int i = 0; i < 2; i++) lesson.add(signs.name_mark, false);
  }
  for (size_t at = passage.from; at < passage.to; at++) lesson.add(all[at], at > passage.from);
}

class Lessons {
 public:
  Lessons(const Tokens& all, const Signs& signs, float share_of_gaps, std::mt19937& random) : all(all), signs(signs), share_of_gaps(share_of_gaps), random(random), places(all.size(), random) {}

  Lesson next() {
    Lesson lesson;
    if (std::uniform_real_distribution<float>()(random) < share_of_gaps) {
      while (LENGTH - lesson.length >= FOLLOWING + 2 + LEAST_TEXT) {
        const int room = LENGTH - lesson.length - FOLLOWING - 2;
        const int wanted = LEAST_TEXT + random() % (MOST_TEXT - LEAST_TEXT + 1);
        show(lesson, all, signs, passage_at(all, signs, places.next() + random() % (LENGTH / 2), std::min(room, wanted)), true);
      }
    } else {
      const size_t from = places.next();
      for (size_t at = from; at < from + LENGTH; at++) lesson.add(all[at], true);
    }
    lesson.finish();
    return lesson;
  }

 private:
  const Tokens& all;
  const Signs& signs;
  float share_of_gaps;
  std::mt19937& random;
  Places places;
};

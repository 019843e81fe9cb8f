// Matrix products of the trainer: where the compiler is told that the processor can, on numbers rounded to bfloat16 and
// summed as 32-bit numbers, with Intel's AMX or with AVX-512; else on 32-bit numbers, with whatever the processor has.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

/** A matrix in memory, read row by row or, turned, column by column. */
struct Matrix {
  const float* numbers;
  int stride;
  bool turned = false;
};

/** Memory of a thread that grows as it must. */
template <typename Number>
struct Scratch {
  Number* numbers = nullptr;
  size_t size = 0;
  Number* of(size_t wanted) {
    if (size < wanted) {
      free(numbers);
      numbers = (Number*)aligned_alloc(64, (wanted * sizeof(Number) + 63) / 64 * 64);
      size = wanted;
    }
    return numbers;
  }
};

#ifdef __AVX512BF16__
#include <immintrin.h>

namespace halves {
typedef uint16_t Half;

inline __m512i widened(const float* from) {
  return _mm512_cvtepu16_epi32((__m256i)_mm512_cvtneps_pbh(_mm512_loadu_ps(from)));
}

/** Sixteen numbers of two rows, interleaved. */
inline __m512i pairs(const float* first, const float* second) {
  return _mm512_or_si512(widened(first), _mm512_slli_epi32(widened(second), 16));
}

/** Thirty-two numbers of a row. */
inline __m512i row(const float* from) {
  return (__m512i)_mm512_cvtne2ps_pbh(_mm512_loadu_ps(from + 16), _mm512_loadu_ps(from));
}

/** Sixteen by sixteen 32-bit words, in place. */
inline void transpose(__m512i* r) {
  __m512i t[16];
  for (int i = 0; i < 16; i += 2) {
    t[i] = _mm512_unpacklo_epi32(r[i], r[i + 1]);
    t[i + 1] = _mm512_unpackhi_epi32(r[i], r[i + 1]);
  }
  for (int i = 0; i < 16; i += 4) {
    r[i] = _mm512_unpacklo_epi64(t[i], t[i + 2]);
    r[i + 1] = _mm512_unpackhi_epi64(t[i], t[i + 2]);
    r[i + 2] = _mm512_unpacklo_epi64(t[i + 1], t[i + 3]);
    r[i + 3] = _mm512_unpackhi_epi64(t[i + 1], t[i + 3]);
  }
  for (int i = 0; i < 4; i++) {
    t[i] = _mm512_shuffle_i32x4(r[i], r[i + 4], 0x88);
    t[i + 4] = _mm512_shuffle_i32x4(r[i], r[i + 4], 0xdd);
    t[i + 8] = _mm512_shuffle_i32x4(r[i + 8], r[i + 12], 0x88);
    t[i + 12] = _mm512_shuffle_i32x4(r[i + 8], r[i + 12], 0xdd);
  }
  for (int i = 0; i < 4; i++) {
    r[i] = _mm512_shuffle_i32x4(t[i], t[i + 8], 0x88);
    r[i + 8] = _mm512_shuffle_i32x4(t[i], t[i + 8], 0xdd);
    r[i + 4] = _mm512_shuffle_i32x4(t[i + 4], t[i + 12], 0x88);
    r[i + 12] = _mm512_shuffle_i32x4(t[i + 4], t[i + 12], 0xdd);
  }
}

/** The left matrix, row after row. */
inline void pack_left(Half* to, int rows, int inner, Matrix m) {
  __m512i block[16];
  for (int r = 0; r < rows; r += 16) {
    for (int k = 0; k < inner; k += 32) {
      for (int i = 0; i < 16; i++) {
        block[i] = m.turned ? pairs(m.numbers + (size_t)(k + 2 * i) * m.stride + r, m.numbers + (size_t)(k + 2 * i + 1) * m.stride + r)
                            : row(m.numbers + (size_t)(r + i) * m.stride + k);
      }
      if (m.turned) transpose(block);
      for (int i = 0; i < 16; i++) _mm512_storeu_si512(to + (size_t)(r + i) * inner + k, block[i]);
    }
  }
}

/** The right matrix, sixteen columns after the other, pairs of rows interleaved. */
inline void pack_right(Half* to, int columns, int inner, Matrix m) {
  __m512i block[16];
  for (int c = 0; c < columns; c += 16) {
    Half* strip = to + (size_t)c * inner;
    for (int k = 0; k < inner; k += 32) {
      for (int i = 0; i < 16; i++) {
        block[i] = m.turned ? row(m.numbers + (size_t)(c + i) * m.stride + k)
                            : pairs(m.numbers + (size_t)(k + 2 * i) * m.stride + c, m.numbers + (size_t)(k + 2 * i + 1) * m.stride + c);
      }
      if (m.turned) transpose(block);
      for (int i = 0; i < 16; i++) _mm512_storeu_si512(strip + (size_t)(k / 2 + i) * 32, block[i]);
    }
  }
}
}  // namespace halves

#ifdef __AMX_BF16__
#include <sys/syscall.h>
#include <unistd.h>

/** Tells the kernel that tiles are used. */
inline void begin_process() { syscall(SYS_arch_prctl, 0x1023, 18); }

/** Eight tiles of 16 rows of 64 bytes. */
inline void begin_thread() {
  struct {
    uint8_t palette = 1, start = 0, reserved[14] = {0};
    uint16_t bytes[16] = {0};
    uint8_t rows[16] = {0};
  } tiles;
  for (int tile = 0; tile < 8; tile++) tiles.bytes[tile] = 64, tiles.rows[tile] = 16;
  _tile_loadconfig(&tiles);
}

namespace halves {
/** 32 x 32 numbers: of packed rows, and of two packed strips of columns. */
inline void multiply_block(int inner, const Half* left, const Half* right, float* to, int stride, bool adds) {
  float* below = to + (size_t)16 * stride;
  if (adds) {
    _tile_loadd(0, to, stride * 4);
    _tile_loadd(1, to + 16, stride * 4);
    _tile_loadd(2, below, stride * 4);
    _tile_loadd(3, below + 16, stride * 4);
  } else {
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
  }
  for (int k = 0; k < inner; k += 32) {
    _tile_loadd(4, left + k, inner * 2);
    _tile_loadd(5, left + (size_t)16 * inner + k, inner * 2);
    _tile_loadd(6, right + (size_t)k * 16, 64);
    _tile_loadd(7, right + (size_t)(16 * inner) + (size_t)k * 16, 64);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
  }
  _tile_stored(0, to, stride * 4);
  _tile_stored(1, to + 16, stride * 4);
  _tile_stored(2, below, stride * 4);
  _tile_stored(3, below + 16, stride * 4);
}
}  // namespace halves

#else

inline void begin_process() {}
inline void begin_thread() {}

namespace halves {
/** Rows that are summed at once: with two strips of columns, as many registers as hide how long a sum takes. */
constexpr int ROWS = 8;

/** 32 x 32 numbers: of packed rows, and of two packed strips of columns. */
inline void multiply_block(int inner, const Half* left, const Half* right, float* to, int stride, bool adds) {
  const Half* far = right + (size_t)16 * inner;
  for (int first = 0; first < 32; first += ROWS, left += (size_t)ROWS * inner, to += (size_t)ROWS * stride) {
    __m512 sums[ROWS][2];
    for (int r = 0; r < ROWS; r++)
      for (int c = 0; c < 2; c++) sums[r][c] = adds ? _mm512_loadu_ps(to + (size_t)r * stride + 16 * c) : _mm512_setzero_ps();
    for (int k = 0; k < inner; k += 2) {
      const __m512bh columns[2] = {(__m512bh)_mm512_load_si512(right + (size_t)k * 16), (__m512bh)_mm512_load_si512(far + (size_t)k * 16)};
#pragma GCC unroll 8
      for (int r = 0; r < ROWS; r++) {
        int pair;
        memcpy(&pair, left + (size_t)r * inner + k, 4);
        const __m512bh both = (__m512bh)_mm512_set1_epi32(pair);
        sums[r][0] = _mm512_dpbf16_ps(sums[r][0], both, columns[0]);
        sums[r][1] = _mm512_dpbf16_ps(sums[r][1], both, columns[1]);
      }
    }
    for (int r = 0; r < ROWS; r++)
      for (int c = 0; c < 2; c++) _mm512_storeu_ps(to + (size_t)r * stride + 16 * c, sums[r][c]);
  }
}
}  // namespace halves

#endif

/** to (rows x columns) = left x right, or adds that. All sizes are multiples of 32. */
inline void multiply(int rows, int columns, int inner, Matrix left, Matrix right, float* to, int stride, bool adds) {
  static thread_local Scratch<halves::Half> lefts, rights;
  halves::Half* a = lefts.of((size_t)rows * inner);
  halves::Half* b = rights.of((size_t)columns * inner);
  halves::pack_left(a, rows, inner, left);
  halves::pack_right(b, columns, inner, right);
  for (int c = 0; c < columns; c += 32)
    for (int r = 0; r < rows; r += 32)
      halves::multiply_block(inner, a + (size_t)r * inner, b + (size_t)c * inner, to + (size_t)r * stride + c, stride, adds);
}

#else

namespace plain {
/** Eight numbers: a register of AVX2, which a compiler makes the best of elsewhere, too. */
typedef float Lanes __attribute__((vector_size(32)));
/** Rows that are summed at once, with two registers of columns each: so many sums hide how long one takes. */
constexpr int ROWS = 4, LANES = 8, COLUMNS = 2 * LANES;

/** Strips of so many rows or columns, one number of each after the other. @param along whether a strip runs along memory */
inline void pack(float* to, int count, int inner, int width, const float* from, int stride, bool along) {
  for (int first = 0; first < count; first += width) {
    for (int k = 0; k < inner; k++) {
      for (int i = 0; i < width; i++)
        *to++ = along ? from[(size_t)k * stride + first + i] : from[(size_t)(first + i) * stride + k];
    }
  }
}

inline void multiply_block(int inner, const float* left, const Lanes* right, float* to, int stride, bool adds) {
  Lanes sums[ROWS][2] = {};
  for (int k = 0; k < inner; k++, left += ROWS, right += 2) {
    for (int r = 0; r < ROWS; r++) {
      sums[r][0] += left[r] * right[0];
      sums[r][1] += left[r] * right[1];
    }
  }
  for (int r = 0; r < ROWS; r++, to += stride)
    for (int c = 0; c < COLUMNS; c++) to[c] = sums[r][c / LANES][c % LANES] + (adds ? to[c] : 0);
}
}  // namespace plain

/** to (rows x columns) = left x right, or adds that. All sizes are multiples of 32. */
inline void multiply(int rows, int columns, int inner, Matrix left, Matrix right, float* to, int stride, bool adds) {
  static thread_local Scratch<float> lefts, rights;
  float* a = lefts.of((size_t)rows * inner);
  float* b = rights.of((size_t)columns * inner);
  plain::pack(a, rows, inner, plain::ROWS, left.numbers, left.stride, left.turned);
  plain::pack(b, columns, inner, plain::COLUMNS, right.numbers, right.stride, !right.turned);
  for (int c = 0; c < columns; c += plain::COLUMNS) {
    const plain::Lanes* strip = (const plain::Lanes*)(b + (size_t)c * inner);
    for (int r = 0; r < rows; r += plain::ROWS)
      plain::multiply_block(inner, a + (size_t)r * inner, strip, to + (size_t)r * stride + c, stride, adds);
  }
}

inline void begin_process() {}
inline void begin_thread() {}

#endif

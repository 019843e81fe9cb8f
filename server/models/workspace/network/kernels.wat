;; The arithmetic of the network, on a memory that the caller lays out: four numbers at a time, sixteen in a product
;; of weights. Addresses and counts of bytes are i32. Counts of numbers are multiples of 16 where weights are read,
;; of 4 elsewhere.
(module
  (import "network" "memory" (memory 1))

  ;; Writes n numbers as integers of 15 bits, 128 times one byte and one more: first bytes first, then second bytes,
  ;; then the sum. Returns what 1 of them is worth.
  (func (export "quantize") (param $from i32) (param $to i32) (param $n i32) (result f32)
    (local $at i32) (local $most v128) (local $scale f32) (local $times v128) (local $sum v128)
    (local $a v128) (local $b v128) (local $high v128)
    (local.set $most (f32x4.splat (f32.const 1e-9)))
    (loop $each
      (local.set $most (f32x4.max (local.get $most)
        (f32x4.abs (v128.load (i32.add (local.get $from) (i32.shl (local.get $at) (i32.const 2)))))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $n))))
    (local.set $scale (f32.div
      (f32.max
        (f32.max (f32x4.extract_lane 0 (local.get $most)) (f32x4.extract_lane 1 (local.get $most)))
        (f32.max (f32x4.extract_lane 2 (local.get $most)) (f32x4.extract_lane 3 (local.get $most))))
      ;; 127 times 128: the first byte is at most 127.
      (f32.const 16256)))
    (local.set $times (f32x4.splat (f32.div (f32.const 1) (local.get $scale))))
    (local.set $at (i32.const 0))
    (loop $eight
      (local.set $a (i32x4.trunc_sat_f32x4_s (f32x4.nearest (f32x4.mul (local.get $times)
        (v128.load (i32.add (local.get $from) (i32.shl (local.get $at) (i32.const 2))))))))
      (local.set $b (i32x4.trunc_sat_f32x4_s (f32x4.nearest (f32x4.mul (local.get $times)
        (v128.load offset=16 (i32.add (local.get $from) (i32.shl (local.get $at) (i32.const 2))))))))
      (local.set $sum (i32x4.add (local.get $sum) (i32x4.add (local.get $a) (local.get $b))))
      (local.set $a (i16x8.narrow_i32x4_s (local.get $a) (local.get $b)))
      (local.set $high (i16x8.shr_s (i16x8.add (local.get $a) (i16x8.splat (i32.const 64))) (i32.const 7)))
      (v128.store64_lane 0 (i32.add (local.get $to) (local.get $at))
        (i8x16.narrow_i16x8_s (local.get $high) (local.get $high)))
      (local.set $a (i16x8.sub (local.get $a) (i16x8.shl (local.get $high) (i32.const 7))))
      (v128.store64_lane 0 (i32.add (i32.add (local.get $to) (local.get $n)) (local.get $at))
        (i8x16.narrow_i16x8_s (local.get $a) (local.get $a)))
      (local.set $at (i32.add (local.get $at) (i32.const 8)))
      (br_if $eight (i32.lt_u (local.get $at) (local.get $n))))
    (i32.store (i32.add (local.get $to) (i32.shl (local.get $n) (i32.const 1)))
      (i32.add
        (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum)))
        (i32.add (i32x4.extract_lane 2 (local.get $sum)) (i32x4.extract_lane 3 (local.get $sum)))))
    (local.get $scale))

  ;; A matrix of codes, each 32 more than it stands for and below 64, with a scale for each row, times such integers.
  ;; Rows are a multiple of 4: of four rows sixteen codes each lie together, so that all is read from front to back, which
  ;; is a fourth faster where it comes from afar. The second factor of a relaxed product must be below 128; then no sum in between is
  ;; cut off, and all processors agree.
  (func (export "multiply") (param $codes i32) (param $scales i32) (param $vector i32) (param $scale f32)
      (param $to i32) (param $rows i32) (param $columns i32)
    (local $row i32) (local $at i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $w v128)
    (local $low_a v128) (local $low_b v128) (local $low_c v128) (local $low_d v128)
    (local $high v128) (local $low v128) (local $excess v128)
    (local.set $excess (i32x4.splat (i32.shl
      (i32.load (i32.add (local.get $vector) (i32.shl (local.get $columns) (i32.const 1)))) (i32.const 5))))
    (loop $rows_of_four
      (local.set $a (v128.const i32x4 0 0 0 0))
      (local.set $b (v128.const i32x4 0 0 0 0))
      (local.set $c (v128.const i32x4 0 0 0 0))
      (local.set $d (v128.const i32x4 0 0 0 0))
      (local.set $low_a (v128.const i32x4 0 0 0 0))
      (local.set $low_b (v128.const i32x4 0 0 0 0))
      (local.set $low_c (v128.const i32x4 0 0 0 0))
      (local.set $low_d (v128.const i32x4 0 0 0 0))
      (local.set $at (i32.const 0))
      (loop $sixteen
        (local.set $high (v128.load (i32.add (local.get $vector) (local.get $at))))
        (local.set $low (v128.load (i32.add (i32.add (local.get $vector) (local.get $columns)) (local.get $at))))
        (local.set $w (v128.load (local.get $codes)))
        (local.set $a (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $high) (local.get $w) (local.get $a)))
        (local.set $low_a (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $low) (local.get $w) (local.get $low_a)))
        (local.set $w (v128.load offset=16 (local.get $codes)))
        (local.set $b (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $high) (local.get $w) (local.get $b)))
        (local.set $low_b (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $low) (local.get $w) (local.get $low_b)))
        (local.set $w (v128.load offset=32 (local.get $codes)))
        (local.set $c (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $high) (local.get $w) (local.get $c)))
        (local.set $low_c (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $low) (local.get $w) (local.get $low_c)))
        (local.set $w (v128.load offset=48 (local.get $codes)))
        (local.set $d (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $high) (local.get $w) (local.get $d)))
        (local.set $low_d (i32x4.relaxed_dot_i8x16_i7x16_add_s (local.get $low) (local.get $w) (local.get $low_d)))
        (local.set $codes (i32.add (local.get $codes) (i32.const 64)))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br_if $sixteen (i32.lt_u (local.get $at) (local.get $columns))))
      (local.set $a (i32x4.add (i32x4.shl (local.get $a) (i32.const 7)) (local.get $low_a)))
      (local.set $b (i32x4.add (i32x4.shl (local.get $b) (i32.const 7)) (local.get $low_b)))
      (local.set $c (i32x4.add (i32x4.shl (local.get $c) (i32.const 7)) (local.get $low_c)))
      (local.set $d (i32x4.add (i32x4.shl (local.get $d) (i32.const 7)) (local.get $low_d)))
      ;; The four sums of each row become one, the four rows a vector.
      (local.set $a (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
      (local.set $c (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d))))
      (local.set $a (i32x4.add
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $c))
        (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $c))))
      (v128.store (i32.add (local.get $to) (i32.shl (local.get $row) (i32.const 2)))
        (f32x4.mul
          (f32x4.mul (f32x4.convert_i32x4_s (i32x4.sub (local.get $a) (local.get $excess))) (f32x4.splat (local.get $scale)))
          (v128.load (i32.add (local.get $scales) (i32.shl (local.get $row) (i32.const 2))))))
      (local.set $row (i32.add (local.get $row) (i32.const 4)))
      (br_if $rows_of_four (i32.lt_u (local.get $row) (local.get $rows)))))

  ;; Scores of n keys of 32 numbers: the product with the query, times 1/sqrt(32), plus the bias of each.
  ;; The addresses of the keys are read from a list, and an offset is added to each. n is a multiple of 4.
  (func (export "attend") (param $query i32) (param $list i32) (param $offset i32) (param $bias i32) (param $to i32)
      (param $n i32)
    (local $at i32) (local $key i32) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $q0 v128) (local $q1 v128) (local $q2 v128) (local $q3 v128)
    (local $q4 v128) (local $q5 v128) (local $q6 v128) (local $q7 v128)
    (local.set $q0 (v128.load (local.get $query)))
    (local.set $q1 (v128.load offset=16 (local.get $query)))
    (local.set $q2 (v128.load offset=32 (local.get $query)))
    (local.set $q3 (v128.load offset=48 (local.get $query)))
    (local.set $q4 (v128.load offset=64 (local.get $query)))
    (local.set $q5 (v128.load offset=80 (local.get $query)))
    (local.set $q6 (v128.load offset=96 (local.get $query)))
    (local.set $q7 (v128.load offset=112 (local.get $query)))
    (loop $four
      (local.set $key (i32.add (local.get $offset)
        (i32.load (i32.add (local.get $list) (i32.shl (local.get $at) (i32.const 2))))))
      (local.set $a (f32x4.mul (local.get $q0) (v128.load (local.get $key))))
      (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $q1) (v128.load offset=16 (local.get $key)))))
      (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $q2) (v128.load offset=32 (local.get $key)))))
      (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $q3) (v128.load offset=48 (local.get $key)))))
      (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $q4) (v128.load offset=64 (local.get $key)))))
      (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $q5) (v128.load offset=80 (local.get $key)))))
      (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $q6) (v128.load offset=96 (local.get $key)))))
      (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $q7) (v128.load offset=112 (local.get $key)))))
      (local.set $key (i32.add (local.get $offset)
        (i32.load offset=4 (i32.add (local.get $list) (i32.shl (local.get $at) (i32.const 2))))))
      (local.set $b (f32x4.mul (local.get $q0) (v128.load (local.get $key))))
      (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $q1) (v128.load offset=16 (local.get $key)))))
      (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $q2) (v128.load offset=32 (local.get $key)))))
      (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $q3) (v128.load offset=48 (local.get $key)))))
      (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $q4) (v128.load offset=64 (local.get $key)))))
      (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $q5) (v128.load offset=80 (local.get $key)))))
      (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $q6) (v128.load offset=96 (local.get $key)))))
      (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $q7) (v128.load offset=112 (local.get $key)))))
      (local.set $key (i32.add (local.get $offset)
        (i32.load offset=8 (i32.add (local.get $list) (i32.shl (local.get $at) (i32.const 2))))))
      (local.set $c (f32x4.mul (local.get $q0) (v128.load (local.get $key))))
      (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $q1) (v128.load offset=16 (local.get $key)))))
      (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $q2) (v128.load offset=32 (local.get $key)))))
      (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $q3) (v128.load offset=48 (local.get $key)))))
      (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $q4) (v128.load offset=64 (local.get $key)))))
      (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $q5) (v128.load offset=80 (local.get $key)))))
      (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $q6) (v128.load offset=96 (local.get $key)))))
      (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $q7) (v128.load offset=112 (local.get $key)))))
      (local.set $key (i32.add (local.get $offset)
        (i32.load offset=12 (i32.add (local.get $list) (i32.shl (local.get $at) (i32.const 2))))))
      (local.set $d (f32x4.mul (local.get $q0) (v128.load (local.get $key))))
      (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $q1) (v128.load offset=16 (local.get $key)))))
      (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $q2) (v128.load offset=32 (local.get $key)))))
      (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $q3) (v128.load offset=48 (local.get $key)))))
      (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $q4) (v128.load offset=64 (local.get $key)))))
      (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $q5) (v128.load offset=80 (local.get $key)))))
      (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $q6) (v128.load offset=96 (local.get $key)))))
      (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $q7) (v128.load offset=112 (local.get $key)))))
      ;; The four sums of each key become one, the four keys a vector.
      (local.set $a (f32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
      (local.set $c (f32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d))))
      (local.set $a (f32x4.add
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $a) (local.get $c))
        (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $a) (local.get $c))))
      (v128.store (i32.add (local.get $to) (i32.shl (local.get $at) (i32.const 2)))
        (f32x4.add
          (v128.load (i32.add (local.get $bias) (i32.shl (local.get $at) (i32.const 2))))
          (f32x4.mul (f32x4.splat (f32.const 0.17677669529663687)) (local.get $a))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $four (i32.lt_u (local.get $at) (local.get $n)))))

  ;; The sum of n values of 32 numbers, each times its share, times a factor.
  (func (export "blend") (param $shares i32) (param $list i32) (param $offset i32) (param $to i32) (param $n i32)
      (param $factor f32)
    (local $at i32) (local $value i32) (local $share v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $e v128) (local $f v128) (local $g v128) (local $h v128)
    (loop $each
      (local.set $value (i32.add (local.get $offset)
        (i32.load (i32.add (local.get $list) (i32.shl (local.get $at) (i32.const 2))))))
      (local.set $share (v128.load32_splat (i32.add (local.get $shares) (i32.shl (local.get $at) (i32.const 2)))))
      (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $share) (v128.load (local.get $value)))))
      (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $share) (v128.load offset=16 (local.get $value)))))
      (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $share) (v128.load offset=32 (local.get $value)))))
      (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $share) (v128.load offset=48 (local.get $value)))))
      (local.set $e (f32x4.add (local.get $e) (f32x4.mul (local.get $share) (v128.load offset=64 (local.get $value)))))
      (local.set $f (f32x4.add (local.get $f) (f32x4.mul (local.get $share) (v128.load offset=80 (local.get $value)))))
      (local.set $g (f32x4.add (local.get $g) (f32x4.mul (local.get $share) (v128.load offset=96 (local.get $value)))))
      (local.set $h (f32x4.add (local.get $h) (f32x4.mul (local.get $share) (v128.load offset=112 (local.get $value)))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $n))))
    (local.set $share (f32x4.splat (local.get $factor)))
    (v128.store (local.get $to) (f32x4.mul (local.get $share) (local.get $a)))
    (v128.store offset=16 (local.get $to) (f32x4.mul (local.get $share) (local.get $b)))
    (v128.store offset=32 (local.get $to) (f32x4.mul (local.get $share) (local.get $c)))
    (v128.store offset=48 (local.get $to) (f32x4.mul (local.get $share) (local.get $d)))
    (v128.store offset=64 (local.get $to) (f32x4.mul (local.get $share) (local.get $e)))
    (v128.store offset=80 (local.get $to) (f32x4.mul (local.get $share) (local.get $f)))
    (v128.store offset=96 (local.get $to) (f32x4.mul (local.get $share) (local.get $g)))
    (v128.store offset=112 (local.get $to) (f32x4.mul (local.get $share) (local.get $h))))

  ;; Replaces n numbers by their exponentials, the largest of which becomes 1. Returns the sum.
  ;; exp(x) is 2^k times a polynomial of what is left, |rest| <= ln(2)/2; off by less than 3e-6 of itself.
  (func (export "exponentiate") (param $numbers i32) (param $n i32) (result f32)
    (local $at i32) (local $end i32) (local $most v128) (local $x v128) (local $whole v128) (local $sum v128)
    (local.set $end (i32.add (local.get $numbers) (i32.shl (local.get $n) (i32.const 2))))
    (local.set $at (local.get $numbers))
    (local.set $most (f32x4.splat (f32.const -1e30)))
    (loop $each
      (local.set $most (f32x4.max (local.get $most) (v128.load (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $end))))
    (local.set $most (f32x4.splat (f32.max
      (f32.max (f32x4.extract_lane 0 (local.get $most)) (f32x4.extract_lane 1 (local.get $most)))
      (f32.max (f32x4.extract_lane 2 (local.get $most)) (f32x4.extract_lane 3 (local.get $most))))))
    (local.set $at (local.get $numbers))
    (loop $each
      (local.set $x (f32x4.mul (f32x4.splat (f32.const 1.4426950408889634))
        (f32x4.max (f32x4.splat (f32.const -80)) (f32x4.sub (v128.load (local.get $at)) (local.get $most)))))
      (local.set $whole (f32x4.nearest (local.get $x)))
      (local.set $x (f32x4.sub (local.get $x) (local.get $whole)))
      (local.set $x
        (f32x4.mul
          (i32x4.shl (i32x4.add (i32x4.trunc_sat_f32x4_s (local.get $whole)) (i32x4.splat (i32.const 127))) (i32.const 23))
          (f32x4.add (f32x4.splat (f32.const 1)) (f32x4.mul (local.get $x)
            (f32x4.add (f32x4.splat (f32.const 0.693147182)) (f32x4.mul (local.get $x)
              (f32x4.add (f32x4.splat (f32.const 0.240226507)) (f32x4.mul (local.get $x)
                (f32x4.add (f32x4.splat (f32.const 0.0555041087)) (f32x4.mul (local.get $x)
                  (f32x4.add (f32x4.splat (f32.const 0.00961812911)) (f32x4.mul (local.get $x)
                    (f32x4.splat (f32.const 0.00133335581))))))))))))))
      (v128.store (local.get $at) (local.get $x))
      (local.set $sum (f32x4.add (local.get $sum) (local.get $x)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $end))))
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum)))
      (f32.add (f32x4.extract_lane 2 (local.get $sum)) (f32x4.extract_lane 3 (local.get $sum)))))

  ;; Writes n numbers, divided by their root mean square, each times its gain.
  (func (export "normalize") (param $x i32) (param $gains i32) (param $to i32) (param $n i32)
    (local $at i32) (local $sum v128) (local $each v128)
    (loop $square
      (local.set $each (v128.load (i32.add (local.get $x) (i32.shl (local.get $at) (i32.const 2)))))
      (local.set $sum (f32x4.add (local.get $sum) (f32x4.mul (local.get $each) (local.get $each))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $square (i32.lt_u (local.get $at) (local.get $n))))
    ;; A little more keeps it off 0.
    (local.set $sum (f32x4.splat (f32.div (f32.const 1) (f32.sqrt (f32.add (f32.const 1e-5)
      (f32.div
        (f32.add
          (f32.add (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum)))
          (f32.add (f32x4.extract_lane 2 (local.get $sum)) (f32x4.extract_lane 3 (local.get $sum))))
        (f32.convert_i32_u (local.get $n))))))))
    (local.set $at (i32.const 0))
    (loop $each
      (v128.store (i32.add (local.get $to) (i32.shl (local.get $at) (i32.const 2)))
        (f32x4.mul (local.get $sum) (f32x4.mul
          (v128.load (i32.add (local.get $gains) (i32.shl (local.get $at) (i32.const 2))))
          (v128.load (i32.add (local.get $x) (i32.shl (local.get $at) (i32.const 2)))))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $each (i32.lt_u (local.get $at) (local.get $n)))))

  ;; Writes n numbers: those of each listed place, at an offset from there, times n weights for each place, summed.
  (func (export "mix") (param $weights i32) (param $list i32) (param $offset i32) (param $to i32) (param $n i32)
      (param $count i32)
    (local $at i32) (local $place i32) (local $weight i32) (local $sum v128)
    (loop $four
      (local.set $sum (v128.const i32x4 0 0 0 0))
      (local.set $place (i32.const 0))
      (local.set $weight (i32.add (local.get $weights) (i32.shl (local.get $at) (i32.const 2))))
      (loop $each
        (local.set $sum (f32x4.add (local.get $sum) (f32x4.mul (v128.load (local.get $weight))
          (v128.load (i32.add
            (i32.add (local.get $offset) (i32.shl (local.get $at) (i32.const 2)))
            (i32.load (i32.add (local.get $list) (i32.shl (local.get $place) (i32.const 2)))))))))
        (local.set $weight (i32.add (local.get $weight) (i32.shl (local.get $n) (i32.const 2))))
        (local.set $place (i32.add (local.get $place) (i32.const 1)))
        (br_if $each (i32.lt_u (local.get $place) (local.get $count))))
      (v128.store (i32.add (local.get $to) (i32.shl (local.get $at) (i32.const 2))) (local.get $sum))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $four (i32.lt_u (local.get $at) (local.get $n)))))

  ;; Adds n numbers to others.
  (func (export "add") (param $to i32) (param $from i32) (param $n i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $to) (i32.shl (local.get $n) (i32.const 2))))
    (loop $four
      (v128.store (local.get $to) (f32x4.add (v128.load (local.get $to)) (v128.load (local.get $from))))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (local.set $from (i32.add (local.get $from) (i32.const 16)))
      (br_if $four (i32.lt_u (local.get $to) (local.get $end)))))

  ;; Adds n biases to as many numbers, and replaces each sum by its square, or by 0 where it is less.
  (func (export "pass") (param $to i32) (param $biases i32) (param $n i32)
    (local $end i32) (local $sum v128)
    (local.set $end (i32.add (local.get $to) (i32.shl (local.get $n) (i32.const 2))))
    (loop $four
      (local.set $sum (f32x4.max (v128.const i32x4 0 0 0 0)
        (f32x4.add (v128.load (local.get $to)) (v128.load (local.get $biases)))))
      (v128.store (local.get $to) (f32x4.mul (local.get $sum) (local.get $sum)))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (local.set $biases (i32.add (local.get $biases) (i32.const 16)))
      (br_if $four (i32.lt_u (local.get $to) (local.get $end)))))

  ;; The sum of n numbers.
  (func (export "sum") (param $numbers i32) (param $n i32) (result f32)
    (local $end i32) (local $sum v128)
    (local.set $end (i32.add (local.get $numbers) (i32.shl (local.get $n) (i32.const 2))))
    (loop $four
      (local.set $sum (f32x4.add (local.get $sum) (v128.load (local.get $numbers))))
      (local.set $numbers (i32.add (local.get $numbers) (i32.const 16)))
      (br_if $four (i32.lt_u (local.get $numbers) (local.get $end))))
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum)))
      (f32.add (f32x4.extract_lane 2 (local.get $sum)) (f32x4.extract_lane 3 (local.get $sum)))))

  ;; Writes the indices of numbers that are not less than one, as integers; there must be room for n of them.
  ;; Returns how many.
  (func (export "find") (param $numbers i32) (param $n i32) (param $least f32) (param $to i32) (result i32)
    (local $at i32) (local $bits i32) (local $first i32)
    (local.set $first (local.get $to))
    (loop $four
      (local.set $bits (i32x4.bitmask (f32x4.ge
        (v128.load (i32.add (local.get $numbers) (i32.shl (local.get $at) (i32.const 2)))) (f32x4.splat (local.get $least)))))
      (if (local.get $bits) (then
        (loop $each
          (i32.store (local.get $to) (i32.add (local.get $at) (i32.ctz (local.get $bits))))
          (local.set $to (i32.add (local.get $to) (i32.const 4)))
          (local.set $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))
          (br_if $each (local.get $bits)))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $four (i32.lt_u (local.get $at) (local.get $n))))
    (i32.shr_u (i32.sub (local.get $to) (local.get $first)) (i32.const 2))))

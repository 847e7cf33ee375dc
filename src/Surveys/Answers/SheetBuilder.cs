using System.Buffers;
using System.Collections.ObjectModel;
using System.Text;

using Surveys.Definitions;
using Surveys.Readings;

namespace Surveys.Answers;

/// <summary>Makes the sheet of one response from its answers, added in any order, or collects all that is wrong with them.</summary>
internal struct SheetBuilder(SurveyVersion survey, bool keepsComments = true)
{
    // Codes of items that have no answer, or none that can be taken.
    private const int Blank = -1;
    private const int Wrong = -2;
    private const int Repeated = -3;

    /// <summary>An unknown option goes back in the problem: no more of it than a reader needs.</summary>
    private const int MostEchoed = 64;

    private readonly AnswerVocabulary _vocabulary = AnswerVocabulary.Of(survey);
    private readonly int[] _codes = new int[survey.Items.Count];
    private Dictionary<string, string>? _comments;
    private List<(int Item, AnswerProblem Problem)>? _problems;
    private HashSet<(int Item, string Option)>? _unknownOptions;
    private SortedSet<string>? _strangers;

    public readonly AnswerVocabulary Vocabulary => _vocabulary;

    /// <summary>To be called before an answer is added that may not be the item's first. False: it is not, and the item is wrong.</summary>
    public bool TryBegin(int item)
    {
        if (_codes[item] == 0)
        {
            _codes[item] = Blank;
            return true;
        }
        // What it was said to be before does not matter, and to say so once is enough.
        if (_codes[item] != Repeated)
            Refuse(item);
        _codes[item] = Repeated;
        return false;
    }

    /// <summary>Something no item takes.</summary>
    public void Refuse(int item)
    {
        Forget(item);
        Report(item, AnswerProblemCode.WrongType);
    }

    /// <summary>The id of something that is no item of the survey.</summary>
    public void AddStranger(string id) => (_strangers ??= new SortedSet<string>(StringComparer.Ordinal)).Add(id);

    public void Add(int item, long number)
    {
        if (ItemAt(item).Kind is ItemKind.Number && number is >= 0 and <= Item.HighestNumber)
            _codes[item] = (int)number + 1;
        else
            Add(item, number.ToString(), isListed: false);
    }

    /// <param name="item">Its index.</param>
    /// <param name="text">An option's id, a number or a comment. Blank: no answer.</param>
    /// <param name="isListed">It is one of a list, which only a multiple choice takes.</param>
    public void Add(int item, ReadOnlySpan<char> text, bool isListed)
    {
        var kind = ItemAt(item).Kind;
        var isRefused = isListed && kind is not ItemKind.MultipleChoice && _codes[item] == Wrong;
        if (isRefused || text.IsWhiteSpace())
            return;
        if (isListed && kind is not ItemKind.MultipleChoice)
            Report(item, AnswerProblemCode.WrongType);
        else if (kind is ItemKind.Comment)
            AddComment(item, text);
        else if (kind is ItemKind.Number)
            AddNumber(item, text);
        else if (!TryAddOption(item, OptionOf(item, text), isListed) && (_unknownOptions ??= []).Add((item, text.ToString())))
            Report(item, AnswerProblemCode.UnknownOption, Echo(text));
    }

    /// <param name="item">Its index.</param>
    /// <param name="option">The option's index; negative: it is none.</param>
    /// <param name="isListed">As of a text.</param>
    /// <returns>False: nothing was added.</returns>
    public readonly bool TryAddOption(int item, int option, bool isListed)
    {
        var isMultiple = ItemAt(item).Kind is ItemKind.MultipleChoice;
        if (option < 0 || (isListed && !isMultiple))
            return false;
        // A multiple choice that has an unknown option stays wrong.
        if (!isMultiple)
            _codes[item] = option + 1;
        else if (_codes[item] != Wrong)
            _codes[item] = Math.Max(0, _codes[item]) | (1 << option);
        return true;
    }

    public Reading<AnswerSheet, AnswerProblem> Finish()
    {
        for (var i = 0; i < _codes.Length; i++)
            Settle(i);
        if (_problems is { Count: > 0 } || _strangers is not null)
        {
            var inOrder = (_problems ?? []).OrderBy(problem => problem.Item).Select(problem => problem.Problem);
            var strangers = (_strangers ?? []).Select(id => new AnswerProblem(id, AnswerProblemCode.UnknownItem));
            return Reading<AnswerSheet, AnswerProblem>.Failed([.. inOrder, .. strangers]);
        }
        return new AnswerSheet
        {
            Survey = survey,
            Codes = _codes,
            Comments = _comments ?? (IReadOnlyDictionary<string, string>)ReadOnlyDictionary<string, string>.Empty,
        };
    }

    /// <summary>Whether the item is asked follows from the answers before it, which are settled.</summary>
    private void Settle(int item)
    {
        var words = _vocabulary.Items[item];
        if (_codes[item] == Blank)
            _codes[item] = 0;
        if (_codes[item] > 0 && words.CombinedExclusive(_codes[item]) is { } exclusive)
            Report(item, AnswerProblemCode.ExclusiveCombined, exclusive.Id);
        if (words.Item.ShowIf is { } condition)
        {
            var code = _codes[words.ConditionIndex];
            if (code < 0)
            {
                // It depends on an answer that is itself wrong: neither missing nor superfluous can be said.
                _codes[item] = Wrong;
                return;
            }
            if (!Holds(condition, ItemAt(words.ConditionIndex), code))
            {
                if (_codes[item] != 0)
                    Hide(item, condition);
                return;
            }
        }
        if (words.Item.IsRequired && _codes[item] == 0)
            Report(item, AnswerProblemCode.RequiredMissing);
    }

    /// <summary>It must not be answered: that it was is all there is to say of it.</summary>
    private void Hide(int item, Condition condition)
    {
        Forget(item);
        Report(item, AnswerProblemCode.HiddenAnswered, condition.ItemId);
        _codes[item] = 0;
    }

    /// <param name="item">That the condition is about; if it is itself hidden its code is 0 and no condition holds.</param>
    private static bool Holds(Condition condition, Item item, int code) => code != 0 && item.Kind switch
    {
        ItemKind.Scale or ItemKind.SingleChoice => condition.AnyOf.Contains(item.Options[code - 1].Id),
        ItemKind.Number => condition.AnyOf.Contains((code - 1).ToString()),
        ItemKind.MultipleChoice => item.Options.Where((_, i) => (code & (1 << i)) != 0).Any(option => condition.AnyOf.Contains(option.Id)),
        _ => false,
    };

    private readonly int OptionOf(int item, ReadOnlySpan<char> id)
    {
        var options = ItemAt(item).Options;
        for (var i = 0; i < options.Count; i++)
        {
            if (id.SequenceEqual(options[i].Id))
                return i;
        }
        return -1;
    }

    private void AddNumber(int item, ReadOnlySpan<char> text)
    {
        var digits = text.Trim();
        var unsigned = digits.StartsWith("-") ? digits[1..] : digits;
        if (unsigned.IsEmpty || unsigned.ContainsAnyExceptInRange('0', '9'))
            Report(item, AnswerProblemCode.WrongType);
        else if (int.TryParse(digits, out var number) && number is >= 0 and <= Item.HighestNumber)
            _codes[item] = number + 1;
        else
            Report(item, AnswerProblemCode.NumberOutOfRange, Echo(digits));
    }

    private void AddComment(int item, ReadOnlySpan<char> text)
    {
        var comment = text.Trim();
        var (id, most) = (ItemAt(item).Id, ItemAt(item).MaxLength);
        if (!IsAllowed(comment, out var at))
        {
            // Of half a pair in JSON the place is not known.
            var which = char.IsSurrogate(comment[at])
                ? "half of a surrogate pair"
                : $"U+{(int)comment[at]:X4}, character {text.Length - text.TrimStart().Length + at + 1}";
            Report(item, AnswerProblemCode.CommentNotAllowedCharacter, which);
        }
        else if (comment.Length - comment.Count("\r\n") is var length && length > most)
        {
            Report(item, AnswerProblemCode.CommentTooLong, length.ToString());
        }
        else
        {
            _codes[item] = 1;
            if (keepsComments)
                (_comments ??= []).Add(id, comment.ToString().Replace("\r\n", "\n", StringComparison.Ordinal));
        }
    }

    /// <summary>All of Unicode but control characters other than line breaks and tab.</summary>
    /// <param name="at">Of the first other one.</param>
    private static bool IsAllowed(ReadOnlySpan<char> comment, out int at)
    {
        for (at = 0; at < comment.Length;)
        {
            if (Rune.DecodeFromUtf16(comment[at..], out var rune, out var length) != OperationStatus.Done)
                return false;
            if (Rune.IsControl(rune) && rune.Value is not ('\n' or '\t') && !comment[at..].StartsWith("\r\n"))
                return false;
            at += length;
        }
        return true;
    }

    private void Report(int item, AnswerProblemCode code, string? value = null)
    {
        (_problems ??= []).Add((item, new AnswerProblem(ItemAt(item).Id, code, value)));
        _codes[item] = Wrong;
    }

    private readonly void Forget(int item)
    {
        _problems?.RemoveAll(problem => problem.Item == item);
        _comments?.Remove(ItemAt(item).Id);
    }

    private readonly Item ItemAt(int item) => _vocabulary.Items[item].Item;

    private static string Echo(ReadOnlySpan<char> sent) => sent[..Math.Min(sent.Length, MostEchoed)].ToString();
}

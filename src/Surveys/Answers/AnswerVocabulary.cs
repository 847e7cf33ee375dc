using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

using Surveys.Definitions;

namespace Surveys.Answers;

/// <summary>The ids of a survey's items and options as they stand in JSON, made once per survey version.</summary>
internal sealed class AnswerVocabulary
{
    // By reference: to compare surveys member by member would take longer than to read a response.
    private static readonly ConditionalWeakTable<SurveyVersion, AnswerVocabulary> Known = [];

    private readonly ItemWords[] _items;

    private AnswerVocabulary(SurveyVersion survey) =>
        _items = [.. survey.Items.Select((item, index) => new ItemWords(item, ConditionIndex(survey, index)))];

    /// <summary>One per item of the survey, in order.</summary>
    public ReadOnlySpan<ItemWords> Items => _items;

    public static AnswerVocabulary Of(SurveyVersion survey) => Known.GetValue(survey, static one => new AnswerVocabulary(one));

    /// <summary>The index of the item with this id; -1: there is none.</summary>
    /// <param name="id">As UTF-8.</param>
    /// <param name="guess">Where to look first: most answers come in the order of the survey.</param>
    public int IndexOf(ReadOnlySpan<byte> id, int guess)
    {
        for (var tried = 0; tried < _items.Length; tried++)
        {
            var i = guess + tried < _items.Length ? guess + tried : guess + tried - _items.Length;
            if (id.SequenceEqual(_items[i].Id))
                return i;
        }
        return -1;
    }

    private static int ConditionIndex(SurveyVersion survey, int index)
    {
        if (survey.Items[index].ShowIf is not { } condition)
            return -1;
        var before = survey.Items.Take(index).ToList().FindIndex(item => item.Id == condition.ItemId);
        return before >= 0
            ? before
            : throw new ArgumentException(
                $"Item '{survey.Items[index].Id}' depends on '{condition.ItemId}', which is not before it.", nameof(survey));
    }

    /// <summary>The ids of one item and its options.</summary>
    internal sealed class ItemWords
    {
        private readonly byte[][] _options;
        private readonly int _exclusive;

        public ItemWords(Item item, int conditionIndex)
        {
            Item = item;
            ConditionIndex = conditionIndex;
            Id = Encoding.UTF8.GetBytes(item.Id);
            _options = [.. item.Options.Select(option => Encoding.UTF8.GetBytes(option.Id))];
            _exclusive = item.Options.Index().Where(option => option.Item.IsExclusive).Sum(option => 1 << option.Index);
            Name = $"\"{JsonEncodedText.Encode(item.Id)}\":";
            Values = item.Kind is ItemKind.Number
                ? [.. Enumerable.Range(0, Item.HighestNumber + 1).Select(number => number.ToString())]
                : [.. item.Options.Select(option => $"\"{JsonEncodedText.Encode(option.Id)}\"")];
        }

        public Item Item { get; }

        /// <summary>Of the item that <see cref="Item.ShowIf"/> is about; -1: it is always asked.</summary>
        public int ConditionIndex { get; }

        /// <summary>As UTF-8.</summary>
        public byte[] Id { get; }

        /// <summary>The id as the name of a JSON member, with its colon.</summary>
        public string Name { get; }

        /// <summary>As JSON: the options in order, the numbers from 0; none of a comment.</summary>
        public string[] Values { get; }

        /// <summary>An exclusive option that was chosen together with others; null: there is none.</summary>
        /// <param name="code">Of an answer to this item.</param>
        public Option? CombinedExclusive(int code) =>
            (code & _exclusive) is not 0 and var chosen && !BitOperations.IsPow2(code) ? Item.Options[BitOperations.TrailingZeroCount(chosen)] : null;

        /// <summary>The index of the option with this id; -1: there is none.</summary>
        /// <param name="id">As UTF-8.</param>
        public int OptionOf(ReadOnlySpan<byte> id)
        {
            for (var i = 0; i < _options.Length; i++)
            {
                if (id.SequenceEqual(_options[i]))
                    return i;
            }
            return -1;
        }
    }
}

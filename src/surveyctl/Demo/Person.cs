using System.Security.Cryptography;
using System.Text;

using Surveys.Answers;

namespace Surveyctl.Demo;

/// <summary>
/// Somebody who answers: what is true of them, and how they see the school. One attitude runs through all their answers,
/// so that the answers of one response agree with each other as those of a real one do.
/// </summary>
internal sealed class Person
{
    // How much of an answer is the person, how much the topic, how much the question: squares add to 1. The first
    // two give answers within a topic a correlation of 0.65, across topics 0.49.
    private const double OwnWeight = 0.7;
    private const double TopicWeight = 0.4;
    private const double ItemWeight = 0.59;

    private readonly double _own;
    private readonly double _tilt;
    private readonly Dictionary<string, double> _topicMoods = [];

    private Person(ResponseId id, SchoolId school, Random random, double tilt)
    {
        Id = id;
        School = school;
        Random = random;
        _tilt = tilt;
        _own = NormalDistribution.Draw(random);
    }

    public ResponseId Id { get; }

    public SchoolId School { get; }

    /// <summary>This person's own sequence: nobody's answers depend on who else answers.</summary>
    public Random Random { get; }

    /// <summary>The option that is true of this person, by single-choice item id, whether they tell it or not.</summary>
    public Dictionary<string, string> Facts { get; } = [];

    public required string Language { get; set; }

    public required Channel Channel { get; init; }

    public Dictionary<string, RawAnswer> Answers { get; } = [];

    /// <summary>In general, before topic and question.</summary>
    public bool IsContent => _own + _tilt > 0;

    /// <summary>Person number <paramref name="index"/> of a school; id and sequence follow from the arguments alone.</summary>
    public static Person Create(SurveyVersion survey, DemoModel model, int seed, SchoolId school, int index, double tilt)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{survey.Id}/{school}/{index}"));
        var random = new Random(BitConverter.ToInt32(digest, 16));
        return new Person(MadeUpId.Of(digest), school, random, tilt)
        {
            Channel = ChannelOf(model, random),
            Language = survey.Languages[0],
        };
    }

    /// <summary>How favorable this person is on an item: 0 is the middle, 1 a standard deviation above.</summary>
    public double Attitude(Item item, double groupShift)
    {
        var topic = item.TopicId ?? "";
        if (!_topicMoods.TryGetValue(topic, out var mood))
            _topicMoods[topic] = mood = NormalDistribution.Draw(Random);
        return (OwnWeight * _own) + (TopicWeight * mood) + (ItemWeight * NormalDistribution.Draw(Random)) + _tilt + groupShift;
    }

    private static Channel ChannelOf(DemoModel model, Random random)
    {
        var shares = model.Channels ?? DemoDefaults.Channels;
        return Enum.TryParse<Channel>(Shares.Draw(random, shares), ignoreCase: true, out var channel) ? channel : Channel.Link;
    }
}

/// <summary>The id of a response that is made up: the same for the same digest.</summary>
internal static class MadeUpId
{
    /// <param name="digest">16 bytes or more.</param>
    public static ResponseId Of(ReadOnlySpan<byte> digest)
    {
        // RFC 9562, version 4: as random as the digest.
        var bytes = digest[..16].ToArray();
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new ResponseId(new Guid(bytes, bigEndian: true));
    }
}
